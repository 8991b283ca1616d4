import { withComments } from '../../lib/lock/comments';
import { lockText } from '../../lib/lock/text';
import { addressOf, KINDS } from '../helpers/facts';

const lockOf = (address: string, ...meshes: readonly string[]) =>
  lockText(
    { meshes: Object.fromEntries(meshes.map((mesh) => [mesh, { gateways: { in: addressOf([address]) } }])) },
    KINDS,
  );

test('comments of people stay with their entries, and those of removed entries go', () => {
  const commented = (address: string, ...meshes: readonly string[]) =>
    lockOf(address, ...meshes)
      .replace('  west:', '  # The hub.\n  west:')
      .replace(address, `${address} # reviewed by ann`)
      .replace('    gateways:', '    # Ask the network team.\n    gateways:');
  const before = commented('203.0.113.7', 'west');
  const expected = commented('203.0.113.8', 'west').replace(' # reviewed by ann', '');
  expect(withComments(lockOf('203.0.113.8', 'west'), before)).toBe(expected);
  expect(withComments(lockOf('203.0.113.7', 'west'), before)).toBe(before);
  expect(withComments(lockOf('203.0.113.8', 'north'), before)).not.toMatch(/network team|ann/);
});

test('a comment after the key of a map goes below it, once', () => {
  const [plain, before] = [
    lockOf('203.0.113.7', 'west'),
    lockOf('203.0.113.7', 'west').replace('west:', 'west: # ann'),
  ];
  const kept = withComments(plain, before);
  expect(kept).toBe(plain.replace('west:', 'west:\n    # ann'));
  expect(withComments(plain, kept)).toBe(kept);
});

test('without comments of people, the text stays as it is', () => {
  const text = lockOf('203.0.113.8', 'west');
  expect(withComments(text, lockOf('203.0.113.7', 'east'))).toBe(text);
});

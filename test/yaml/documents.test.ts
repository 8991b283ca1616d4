import { MAX_MANIFEST_DEPTH } from '../../lib/bounds';
import { parseDocuments } from '../../lib/yaml/documents';
import { TOO_DEEP } from '../../lib/yaml/fault';

// Runtimes differ in the size of their stacks, and the parser needs seconds for a thousand explicit keys within each other.
test.each(['? ', '- ', '[', '{a: '])(
  'the parser stops at the same place in nested "%s", whatever the stack',
  (mark) => {
    const { documents } = parseDocuments(mark.repeat(5_000));
    const [error] = documents.flatMap(({ errors }) => errors);
    expect(error?.message).toBe(TOO_DEEP);
    expect(error?.pos[0]).toBeLessThan((2 * MAX_MANIFEST_DEPTH + 3) * mark.length);
  },
);

test('values that manifests may have are parsed', () => {
  const depth = MAX_MANIFEST_DEPTH;
  const { documents } = parseDocuments(`${'- '.repeat(depth)}x\n---\n${'['.repeat(depth)}${']'.repeat(depth)}`);
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
});

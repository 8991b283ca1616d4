import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Unreadable } from '../../lib/files/read';
import { decodeUtf8 } from '../../lib/io/decode';
import { readLockFile } from '../../lib/io/lock-file';
import { readSources } from '../../lib/io/manifest-sources';
import { filesBelow } from '../../lib/io/topology-files';
import { loadFile } from '../../lib/workflows/load';
import { KINDS } from '../helpers/facts';
import { inDirectory } from '../helpers/temporary';

/** What keeps bytes from being decoded. */
function problemOf(bytes: Buffer): unknown {
  try {
    return decodeUtf8(bytes);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return [error.message, error.position];
  }
}

/** A comment with a character that Latin-1 encodes as one byte, on the second line. */
const LATIN = Buffer.from('a: 1\n# é\n', 'latin1');
const AT = 'invalid byte 0xE9 at offset 7 (line 2, column 3)';
const FIX = 'save the file as UTF-8';
const POSITION = { line: 2, column: 3 };

test.each(['', 'a: é\n', '\uFEFFa: 1\n', '😀', 'a: \uFFFD\n'])('UTF-8 is decoded as it is: %j', (text) => {
  expect(decodeUtf8(Buffer.from(text))).toBe(text);
});

test.each([
  ['Latin-1', LATIN, `not UTF-8: ${AT}`],
  [
    'Latin-1 after UTF-8',
    Buffer.concat([Buffer.from('é\n'), Buffer.from('é', 'latin1')]),
    /0xE9 at offset 3 \(line 2, column 1\)/,
  ],
  [
    'UTF-16 with a mark',
    Buffer.from('\uFEFFa: 1\n', 'utf16le'),
    /^not UTF-8 but probably UTF-16: .* 0xFF at offset 0 \(line 1, column 1\)/,
  ],
  ['UTF-16 without a mark', Buffer.from('a: 1\n', 'utf16le'), /^not UTF-8 but probably UTF-16: .* 0x00 at offset 1 /],
  [
    'big-endian UTF-16',
    Buffer.from('a: 1\n', 'utf16le').swap16(),
    /^not UTF-8 but probably UTF-16: .* 0x00 at offset 0 /,
  ],
  [
    'a surrogate',
    Buffer.from([0x61, 0xed, 0xa0, 0x80]),
    /^not UTF-8: invalid byte 0xED at offset 1 \(line 1, column 2\)/,
  ],
  ['an incomplete character at the end', Buffer.from([0x61, 0xe2, 0x82]), /0xE2 at offset 1 /],
  ['an incomplete character before ASCII', Buffer.from([0xef, 0xbf, 0x41]), /0xEF at offset 0 /],
  ['a NUL byte', Buffer.from('a: 1\n\0'), /^not UTF-8: invalid byte 0x00 at offset 5 \(line 2, column 1\)/],
] as const)('%s is refused with its offset', (_, bytes, message) => {
  const [found] = problemOf(bytes) as readonly [string];
  if (typeof message === 'string') expect(found).toBe(message);
  else expect(found).toMatch(message);
});

describe('a file that is not UTF-8', () => {
  const within = <T>(read: (directory: string) => T): T =>
    inDirectory({ 'good.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n' }, (directory) => {
      writeFileSync(join(directory, 'latin.yaml'), LATIN);
      return read(directory);
    });

  test('is a problem of a topology with its place', () => {
    const { federation, issues } = within((directory) => loadFile(join(directory, 'latin.yaml')));
    const message = `cannot read the topology: not UTF-8: ${AT}`;
    expect([federation, issues]).toMatchObject([undefined, [{ code: 'TOP001', ...POSITION, message, fix: FIX }]]);
  });

  test('is a problem of a lock with its place', () => {
    const { lock, issues } = within((directory) => readLockFile(join(directory, 'latin.yaml'), KINDS));
    expect([lock, issues]).toMatchObject([undefined, [{ code: 'LCK001', ...POSITION }]]);
  });

  test('is a problem of the input of lint, which reads the others', () => {
    const { objects, problems } = within((path) => readSources([{ cluster: 'a', path }], () => ''));
    expect([objects.length, problems]).toMatchObject([
      1,
      [{ ...POSITION, message: `the file cannot be read: not UTF-8: ${AT}`, fix: FIX }],
    ]);
  });

  test('is a problem of standard input', () => {
    const { problems } = readSources([{ cluster: 'a', path: '-' }], () => decodeUtf8(LATIN));
    expect(problems).toMatchObject([
      { file: '<stdin>', ...POSITION, message: `the file cannot be read: not UTF-8: ${AT}` },
    ]);
  });

  test('is a problem where the topology refers to it, such as a certificate or a workload', () => {
    const results = within((directory) => {
      const files = filesBelow(directory);
      return [files.text('latin.yaml'), files.manifests('.')];
    });
    const place = { file: expect.stringMatching(/latin\.yaml$/), ...POSITION };
    const problem = { message: `not UTF-8: ${AT}`, fix: FIX, place };
    expect(results).toEqual([{ problems: [problem] }, { found: [expect.anything()], problems: [problem] }]);
  });
});

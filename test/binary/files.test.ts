import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectSame, lines, removeBoth, runBoth } from './harness/both';

afterAll(removeBoth);

const TOPOLOGY =
  'clusters: { west: {}, east: {} }\nmeshes: { west: {}, east: {} }\npeerings: [{ between: [west, east] }]\n';
const FILES = {
  'federation.yaml': TOPOLOGY,
  'm/west/a.yaml': 'kind: ConfigMap\napiVersion: v1\nmetadata: { name: a }\n',
};

test('files that cannot be read or written', async () => {
  const prepare = (directory: string) => {
    symlinkSync('loop', join(directory, 'loop'));
    symlinkSync('nowhere', join(directory, 'dangling'));
    writeFileSync(join(directory, 'latin1.yaml'), Buffer.from('clusters: { caf\xe9: {} }\n', 'latin1'));
    writeFileSync(join(directory, 'utf16.yaml'), Buffer.from('\ufeffclusters: {}\n', 'utf16le'));
    writeFileSync(join(directory, 'bom.yaml'), `\ufeff${TOPOLOGY}`);
  };
  const paths = [
    'none.yaml',
    'm',
    'federation.yaml/x',
    'loop',
    'dangling',
    `${'x'.repeat(300)}`,
    '/dev/null',
    '/dev/zero',
  ];
  const all = [...paths, '/proc/self/mem', 'latin1.yaml', 'utf16.yaml', 'bom.yaml', '""', '$(printf "a\\nb")'];
  await expectSame({
    files: FILES,
    prepare,
    run: lines(
      ...all.flatMap((path) => [`ossm-fed synth -f ${path} -o out`, `ossm-fed lint west=${path}`]),
      ...['federation.yaml', 'loop', 'loop/x', '/proc/x/y'].map((path) => `ossm-fed synth -o ${path}`),
      'ossm-fed graph -o m',
      'ossm-fed graph -o none/picture.mmd',
      'ossm-fed status --from m',
      'ossm-fed status --from /dev/zero',
      'ossm-fed fetch --kubeconfig m',
      'ossm-fed fetch --kubeconfig loop',
      'KUBECONFIG=none:m:loop ossm-fed fetch',
      'ossm-fed plan --from-git main',
    ),
  });
});

test('in a directory that was deleted the runtime of the binary ends it before the command begins', async () => {
  const { ofPackage, ofBinary } = await runBoth({ run: 'mkdir gone; cd gone; rmdir ../gone; exec ossm-fed synth' });
  expect(ofPackage.code).toBe(3);
  expect(ofBinary).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('directory was deleted') });
});

test('text that is hard to parse', async () => {
  const deep = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);
  const texts: Record<string, string> = {
    'flow.yaml': deep('[', ']', 20_000),
    'maps.yaml': deep('{a: ', '}', 20_000),
    'lists.yaml': '- '.repeat(20_000),
    'allowed.yaml': `kind: List\nx: ${deep('[', ']', 190)}`,
    'keys.yaml': '? '.repeat(5_000),
    'aliases.yaml': `a: &a [x]\n${[...'bcdefghij'].map((key, i) => `${key}: &${key} [${`*${'abcdefghi'[i]},`.repeat(9)}]`).join('\n')}`,
    'tags.yaml': 'a: !!binary "x"\nb: !!timestamp 2001-01-01\nc: !!js/function "x"\n__proto__: { x: 1 }\n',
    'numbers.yaml': 'a: 0x1F\nb: 1e400\nc: .nan\nd: 0o17\ne: 123456789012345678901234567890\nf: 1_000\n',
    'long.yaml': `kind: ConfigMap\nx: ${'y'.repeat(200_000)}`,
    'tabs.yaml': 'a:\n\t- b\n',
    'colons.yaml': `clusters: { ${'a:'.repeat(10_000)} }`,
    'docs.yaml': '---\n'.repeat(2_000),
  };
  const names = Object.keys(texts);
  await expectSame({
    files: texts,
    run: lines(...names.flatMap((name) => [`ossm-fed synth -f ${name} -o out`, `ossm-fed lint west=${name}`])),
  });
});

test('standard input', async () => {
  const run = lines(
    'ossm-fed lint - </dev/null',
    'ossm-fed lint - <&-',
    'ossm-fed lint - <.',
    'ossm-fed lint - </dev/zero',
    'printf "kind: \\377" | ossm-fed lint -',
    'cat m/west/a.yaml | ossm-fed lint west=- --format json',
    '(sleep 0.3; printf "kind: "; sleep 0.3; echo x) | ossm-fed lint -',
    'cat federation.yaml | ossm-fed synth -f - -o out',
    'ossm-fed init new </dev/null',
    'ossm-fed init other <&-',
    'ossm-fed down </dev/null',
  );
  await expectSame({ files: FILES, run });
});

import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, parseDocument } from 'yaml';
import * as bounds from '../lib/bounds';
import { readNamed, readRegular } from '../lib/files/read';
import { acquireFileLock } from '../lib/io/file-lock';
import { filesBelow } from '../lib/io/topology-files';
import { accessOf, readKubeconfig } from '../lib/kube/node/kubeconfig';
import { parseText } from '../lib/manifests/parse';
import { loadFile } from '../lib/workflows/load';
import { offsetOf } from '../lib/yaml/offset';
import { inDirectory, inDirectoryFor } from './helpers/temporary';

const { MAX_PEERINGS, MAX_PROBLEMS, MAX_SITES } = bounds;

/** The messages of a topology. */
function messagesOf(text: string): readonly string[] {
  return inDirectory({ 'federation.yaml': text }, (directory) =>
    loadFile(join(directory, 'federation.yaml')).issues.map(({ code, message }) => `${code} ${message}`),
  );
}

function lines(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('');
}

function makePipe(path: string): void {
  execFileSync('mkfifo', [path]);
}

const TWO = `clusters: { a: {}, b: {} }
meshes: { a: { members: [shop] }, b: { members: [shop] } }
peerings: [{ between: [a, b] }]
`;

test('docs/bounds.md lists each bound with its value', () => {
  const rows = readFileSync('docs/bounds.md', 'utf8').matchAll(/`(MAX_\w+)` \| (\d+) \|/g);
  expect(Object.fromEntries([...rows].map(([, name, value]) => [name, Number(value)]))).toEqual({ ...bounds });
});

describe('a topology beyond a bound ends with TOP009', () => {
  const full = (count: number) => `clusters: { "c-{0001..${count}}": {} }\nmeshes: { "c-{0001..${count}}": {} }\n`;
  const tooManyPeerings = `TOP009 more than ${MAX_PEERINGS} peerings of two meshes`;

  test.each([
    [
      'name ranges with a sum of more than any map can have',
      `clusters:\n${lines(1700, (i) => `  c${i}-{00001..10000}: {}\n`)}meshes: {}\n`,
      `TOP009 more than ${MAX_SITES} clusters`,
    ],
    [
      'too many meshes on a cluster',
      'clusters: { a: {} }\nmeshes: { "m-{0001..9000}": { cluster: a } }\n',
      `TOP009 more than ${bounds.MAX_MESHES_ON_CLUSTER} meshes on the cluster "a"`,
    ],
    [
      'too many workloads',
      `clusters: { a: {} }\nmeshes: { a: { workloads: [${lines(9000, (i) => `{ bookinfo: { namespace: n${i} } }, `)}] } }\n`,
      `TOP009 more than ${bounds.MAX_FURTHER_WORKLOADS} workloads beside the first of each mesh`,
    ],
    ['a full mesh of 2,000', `${full(2000)}peerings: [{ fullMesh: all }]\n`, tooManyPeerings],
    ['a full mesh three times', `${full(180)}peerings:\n${lines(3, () => '- fullMesh: all\n')}`, tooManyPeerings],
    [
      'shares of too many meshes',
      `${full(150)}peerings: [{ fullMesh: all }]\nshares:\n${lines(14, (i) => `- { from: all, to: all, service: { name: s${i} } }\n`)}`,
      `TOP009 more than ${bounds.MAX_SHARES} shares, counted for each exporter, importer and import`,
    ],
    [
      'too many shares between two meshes',
      `${TWO}shares:\n${lines(7100, (i) => `- { from: a, to: b, service: { namespace: shop, name: s${i} } }\n`)}`,
      `TOP009 too many shares between the same meshes: more than ${bounds.MAX_RULE_PAIRS} pairs of rules to compare`,
    ],
    [
      'policies of too many exporters',
      `clusters: { hub: {}, "c-{0001..1600}": {} }\nmeshes: { hub: {}, "c-{0001..1600}": { members: [shop] } }\npeerings: [{ hub: hub }]\nshares:\n${lines(20, (i) => `- { from: "c-{0001..1600}", to: hub, service: { namespace: shop, name: s${i} }, authorize: true }\n`)}`,
      `TOP009 more than ${bounds.MAX_SERVICE_RULES} access policies and traffic entries: 32000 for shares with "authorize" of each exporter, 0 for traffic and merged imports`,
    ],
    [
      'too many selectors with policies',
      `${TWO}shares:\n${lines(1100, (i) => `- { name: s${i}, from: a, to: b, service: { namespace: shop }, selector: { matchLabels: { ${lines(26, (n) => `l${n}: x, `)}z: z${i} } }, authorize: { workload: { app: s${i} } } }\n`)}`,
      `TOP009 too many shares of the mesh "a" with "authorize": more than ${bounds.MAX_RULE_PAIRS} pairs of shares and importers or labels to compare`,
    ],
    [
      'imports of a whole namespace merged with too many services',
      `${TWO}traffic:\n${lines(560, (i) => `- { mesh: b, service: { namespace: shop, name: s${i} }, split: [{ weight: 100 }] }\n`)}shares:\n${lines(560, () => '- { from: a, to: b, service: { namespace: shop }, importAsLocal: true }\n')}`,
      `TOP009 more than ${bounds.MAX_MERGED_SERVICES} local services to merge with imports, counted for each share`,
    ],
    [
      'many unknown keys',
      `clusters: { a: {} }\nmeshes:\n  a:\n${lines(1500, (i) => `    key${i}: x\n`)}`,
      `TOP009 more than ${MAX_PROBLEMS} problems, the others are not listed`,
    ],
    [
      'many unknown meshes',
      `${TWO}shares:\n${lines(1500, (i) => `- { from: a, to: x${i}, service: { name: s } }\n`)}`,
      `TOP009 more than ${MAX_PROBLEMS} problems, the others are not listed`,
    ],
    ['closing brackets', '}'.repeat(20_000), `TOP009 the file has more than ${MAX_PROBLEMS} syntax errors`],
    ['tabs', '\t- }'.repeat(20_000), `TOP009 the file has more than ${MAX_PROBLEMS} syntax errors`],
    ['quotes', '"'.repeat(20_000), `TOP009 the file has more than ${MAX_PROBLEMS} syntax errors`],
  ])(
    '%s',
    (_, text, message) => {
      const messages = messagesOf(text);
      expect(messages).toContain(message);
      expect(messages.length).toBeLessThanOrEqual(MAX_PROBLEMS + 1);
    },
    60_000,
  );

  test('many aliases', () => {
    const text = `a: &a x\nb: [${'*a,'.repeat(30_000)}]\n`;
    expect(messagesOf(text)).toEqual([expect.stringMatching(/^TOP009 .* anchors and aliases among .* YAML tokens/)]);
    expect(parseText(text)).toEqual({
      problem: expect.objectContaining({ message: expect.stringContaining('aliases') }),
    });
  });
});

test('shares of many services are not compared with each other for policies and local services', () => {
  const share = (i: number) =>
    `- { from: a, to: b, service: { namespace: shop, name: s${i} }, importAsLocal: true, localServiceAccounts: [x], authorize: true }\n`;
  const count = 5100;
  expect(count ** 2).toBeGreaterThan(bounds.MAX_RULE_PAIRS);
  expect(messagesOf(`${TWO}shares:\n${lines(count, share)}`)).toEqual([]);
}, 60_000);

test.each(['- ', '? ', ': '])('millions of "%s" on one line are nested too deeply', (mark) => {
  expect(messagesOf(mark.repeat(3_900_000))).toEqual(['TOP002 the file is nested more than 100 levels deep']);
});

test('a duplicate key of a topology is reported at the second one', () => {
  expect(messagesOf('clusters: {}\nmeshes: {}\nclusters: {}\n')).toEqual([
    'TOP002 invalid YAML: Map keys must be unique',
  ]);
});

test('the places of all keys of a map are found in one pass over it', () => {
  const document = parseDocument(lines(2_000, (i) => `key${i}: x\n`));
  const map = document.contents;
  if (!isMap(map)) throw new Error('not a map');
  let reads = 0;
  map.items = new Proxy(map.items, {
    get: (items, key) => {
      reads += 1;
      return Reflect.get(items, key) as unknown;
    },
  });
  for (let i = 0; i < 2_000; i += 1) offsetOf(document, [`key${i}`], true);
  expect(reads).toBeLessThan(20_000);
});

describe('what is not a regular file is not waited for:', () => {
  test('a pipe as certificate, manifest or kubeconfig, and a device', () => {
    inDirectory({}, (directory) => {
      const pipe = join(directory, 'pipe');
      makePipe(pipe);
      expect(() => readRegular(pipe, 10)).toThrow('not a regular file');
      expect(() => readRegular('/dev/zero', 10)).toThrow('not a regular file');
      expect(() => readNamed('/dev/zero', 10)).toThrow('the file is a device');
      expect(filesBelow(directory).text('pipe')).toEqual({
        problems: [{ message: 'cannot read "pipe": not a regular file' }],
      });
      expect(() => readNamed(pipe, 10)).toThrow('a pipe that no program writes to');
    });
  });

  test.each(['a pipe', 'a dangling link'])('%s in place of the claim of a lock', async (what) => {
    await inDirectoryFor({}, async (directory) => {
      const claim = join(directory, 'claim');
      if (what === 'a pipe') makePipe(claim);
      else symlinkSync(join(directory, 'none'), claim);
      await expect(acquireFileLock(claim)).rejects.toThrow('not a regular file');
    });
  });

  test('a file that is larger than its bound', () => {
    inDirectory({ a: 'x'.repeat(11) }, (directory) =>
      expect(() => readRegular(join(directory, 'a'), 10)).toThrow('too large: 11 bytes, maximum 10'),
    );
  });
});

test('files that a topology refers to are bounded together, and each is read once', () => {
  const big = '#'.repeat(9_000_000);
  inDirectory({ 'a.pem': big, 'b.pem': big, 'c.pem': big }, (directory) => {
    const files = filesBelow(directory);
    expect(['a.pem', 'a.pem', 'a.pem', 'b.pem'].map((name) => 'content' in files.text(name))).toEqual(
      Array(4).fill(true),
    );
    expect(files.text('c.pem')).toEqual({
      problems: [{ message: expect.stringContaining(`more than ${bounds.MAX_REFERRED_BYTES} bytes`) }],
    });
  });
});

test('a context whose aliases expand without end is rejected alone', () => {
  const bomb = lines(12, (i) => `  a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]\n`);
  const config = `extra:\n  a0: &a0 [x, x]\n${bomb}contexts:
- { name: good, context: { cluster: c, user: good } }
- { name: bad, context: { cluster: c, user: bad } }
- { name: circular, context: { cluster: c, user: circular } }
- { name: odd, context: { cluster: { toString: 1 }, user: good } }
clusters: [{ name: c, cluster: { server: "https://c" } }]
users:
- { name: good, user: { token: t } }
- { name: bad, user: { exec: *a12 } }
- { name: circular, user: &user { exec: *user } }
`;
  inDirectory({ config }, (directory) => {
    const kubeconfig = readKubeconfig({}, join(directory, 'config'));
    const isUsable = (context: string) => 'value' in accessOf(kubeconfig, context);
    expect(['good', 'bad', 'circular', 'odd'].filter(isUsable)).toEqual(['good']);
    expect(accessOf(kubeconfig, 'bad')).toMatchObject({
      failure: { detail: `the context has more than ${bounds.MAX_ACCESS_VALUES} values, aliases expanded` },
    });
  });
});

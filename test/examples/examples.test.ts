import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { EXAMPLE_FOLDERS, EXAMPLES, outputOf, ROOT } from '../helpers/examples';
import { compareFiles, compareGolden } from '../helpers/golden';
import type { Files } from '../helpers/synthesize';

const GOLDEN = join(__dirname, 'golden');

/** The spokes of the hub that are kept as text; all others must be like the first of them. */
const KEPT = ['hub', 'spoke-01', 'spoke-20'];

/** The files of one cluster. */
function ofCluster(files: Files, cluster: string): Files {
  return new Map([...files].filter(([path]) => path.startsWith(`${cluster}/`)));
}

/** The same files with another name wherever the old one stands, in paths too. */
function renamed(files: Files, from: string, to: string): Files {
  return new Map([...files].map(([path, text]) => [path.replaceAll(from, to), text.replaceAll(from, to)]));
}

describe('golden files', () => {
  const others = EXAMPLES.map(({ name }) => name).filter((name) => name !== 'hub-and-spoke');

  test.each(others)('%s synthesizes without a problem and gives the expected text', (name) => {
    expect(compareGolden(join(GOLDEN, name), outputOf(name))).toBe('');
  });

  test('hub-and-spoke gives the expected text for the hub and two spokes', () => {
    const kept = KEPT.flatMap((cluster) => [...ofCluster(outputOf('hub-and-spoke'), cluster)]);
    expect(compareGolden(join(GOLDEN, 'hub-and-spoke'), new Map(kept))).toBe('');
  });

  test('each of the twenty spokes is like the first', () => {
    const files = outputOf('hub-and-spoke');
    const clusters = [...new Set([...files.keys()].map((path) => path.split('/')[0] ?? ''))];
    const spokes = clusters.filter((cluster) => cluster !== 'hub');
    expect(spokes).toHaveLength(20);
    const first = ofCluster(files, 'spoke-01');
    const reports = spokes.map((spoke) => compareFiles(renamed(first, 'spoke-01', spoke), ofCluster(files, spoke)));
    expect(reports.join('')).toBe('');
  });

  test('every golden directory belongs to an example and the reverse', () => {
    expect(readdirSync(GOLDEN).sort()).toEqual(EXAMPLES.map(({ name }) => name).sort());
  });
});

describe('the comparison with golden files', () => {
  const golden = new Map([
    ['a.yaml', 'one\ntwo\nthree\n'],
    ['b.yaml', 'gone\n'],
  ]);

  test('says nothing where all files are the same', () => {
    expect(compareFiles(golden, new Map(golden))).toBe('');
  });

  test('tells missing, extra and differing files with the lines that differ', () => {
    const files = new Map([
      ['a.yaml', 'one\n2\nthree\n'],
      ['c.yaml', 'new\n'],
    ]);
    expect(compareFiles(golden, files)).toBe(
      'differs: a.yaml\n  from line 2:\n  - two\n  + 2\nmissing: b.yaml\nextra: c.yaml\n',
    );
  });

  test('cuts a long difference', () => {
    const long = new Map([['a.yaml', Array.from({ length: 40 }, (_, i) => `line ${i}`).join('\n')]]);
    expect(compareFiles(new Map([['a.yaml', '']]), long)).toMatch(/\+ line 10\n {2}\.\.\. 29 more lines\n$/);
  });

  test('fails where the golden directory is missing', () => {
    const directory = join(GOLDEN, 'no-example');
    const update = process.env.UPDATE_GOLDEN;
    delete process.env.UPDATE_GOLDEN;
    expect(compareGolden(directory, golden)).toContain(`there is no ${directory}`);
    if (update !== undefined) process.env.UPDATE_GOLDEN = update;
  });
});

describe('what each example brings', () => {
  const folders = EXAMPLE_FOLDERS.map((name) => [name, join(ROOT, 'examples', name)] as const);

  test.each(folders)('%s has a README of a few lines', (_, folder) => {
    const lines = readFileSync(join(folder, 'README.md'), 'utf8').trim().split('\n');
    expect(lines[0]).toMatch(/^# \S/);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.length).toBeLessThan(25);
  });

  test.each(folders)('%s shows in its README a command that names its own file', (name, folder) => {
    const file = name === 'typescript' ? 'main.ts' : 'federation.yaml';
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(`examples/${name}/${file}`);
    expect(existsSync(join(folder, file))).toBe(true);
  });

  const files = EXAMPLES.flatMap(({ file }) => (file === undefined ? [] : [relative(ROOT, file)]));

  test.each(files)('%s names the schema in its first line', (file) => {
    const [first = ''] = readFileSync(join(ROOT, file), 'utf8').split('\n');
    const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)$/.exec(first) ?? [];
    expect(resolve(dirname(join(ROOT, file)), schema)).toBe(join(ROOT, 'schemas', 'federation.schema.json'));
  });
});

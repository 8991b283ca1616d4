import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CODES, explain } from '../../lib/library/explain';
import { type BundledPackage, bundledPackages, noticesText } from '../../scripts/package/notices';
import { type CycloneDx, sbomText } from '../../scripts/package/sbom';
import { BuiltCommand } from '../helpers/built-command';

const command = new BuiltCommand();
afterAll(() => command.remove());

const read = (name: string) => readFileSync(join(command.build, name), 'utf8');

/**
 * The largest size of what is built, in bytes. Each start reads the program and a cache, and V8 makes objects of the cache:
 * a megabyte of the program costs 1 ms, one of a cache 4 ms to 10 ms. The rest is loaded by some commands, and installed by all.
 */
const BUDGETS: { readonly [file: string]: number } = {
  'program.js': 2_500_000,
  'start.cache': 300_000,
  'program.cache': 2_900_000,
  'explanations.json': 260_000,
  'clusters.js': 1_150_000,
  'layout.js': 1_600_000,
  'page.js': 200_000,
};

test.each(Object.entries(BUDGETS))('%s has at most %i bytes', (file, budget) => {
  expect(statSync(join(command.build, file)).size).toBeLessThanOrEqual(budget);
});

test('the command has the explanations of all codes', () => {
  const expected = CODES.map((code) => [code, explain(code)]);
  expect(Object.entries(JSON.parse(read('explanations.json')))).toEqual(expected);
});

test('the SBOM lists the packages of the bundles, each with version and license', () => {
  const { components, dependencies, metadata, ...document } = JSON.parse(read('sbom.cdx.json'));
  expect(document).toMatchObject({ bomFormat: 'CycloneDX', specVersion: expect.any(String) });
  expect(metadata).toEqual({ component: expect.objectContaining({ name: 'ossm-fed' }) });
  const listed = components.map(({ name, version }: BundledPackage) => `${name} ${version}`);
  const notices = [...read('third-party-licenses.txt').matchAll(/^--- (\S+ \S+) \(.+\)$/gm)].map(([, name]) => name);
  expect(listed).toEqual(notices);
  expect(listed.length).toBeGreaterThan(50);
  for (const { purl, licenses } of components) {
    expect(purl).toMatch(/^pkg:npm\//);
    expect(licenses).not.toEqual([]);
  }
  expect(dependencies).toHaveLength(components.length + 1);
});

test('the SBOM has no time and no random ID', () => {
  expect(read('sbom.cdx.json')).not.toMatch(/timestamp|serialNumber/);
});

test('each bundled package has a license text', () => {
  const sections = read('third-party-licenses.txt').split(/^--- /m).slice(1);
  const short = sections.filter((section) => section.split('\n').slice(1).join('').length < 500);
  expect(short.map((section) => section.split('\n')[0])).toEqual([]);
});

test('the library bundles the Kubernetes constructs, and leaves cdk8s and constructs to the program', () => {
  const outside = [...read('index.js').matchAll(/require\("((?!node:)[^"./][^"]*)"\)/g)].map(([, name]) => name);
  expect(outside).toEqual(expect.arrayContaining(['cdk8s', 'constructs']));
  expect(outside).not.toContain('cdk8s-plus-27');
});

const YAML: BundledPackage = { directory: 'node_modules/yaml', name: 'yaml', version: '2.9.1', license: 'ISC' };

test('packages are found by the paths of their files, in other packages too, each once', () => {
  const files = ['lib/values.ts', 'node_modules/yaml/dist/index.js', 'node_modules/yaml/dist/options.js'];
  expect(bundledPackages(files)).toMatchObject([YAML]);
});

test('a package without a license text is an error, but for MIT, whose text is the standard one', () => {
  const none = { ...YAML, directory: 'lib/yaml', author: 'Jane Doe' };
  expect(() => noticesText([none])).toThrow('the bundled package yaml has no license text');
  expect(noticesText([{ ...none, license: 'MIT' }])).toContain('Copyright (c) Jane Doe');
});

test('a package that npm does not list is an error', () => {
  const component = { 'bom-ref': 'x@1', name: 'x', version: '1' };
  const all: CycloneDx = { metadata: { component }, components: [], dependencies: [] };
  expect(() => sbomText(all, [YAML])).toThrow('npm does not list the bundled package yaml 2.9.1');
});

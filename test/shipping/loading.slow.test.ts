import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { build, type Metafile } from 'esbuild';
import { PROGRAM } from '../../scripts/package/bundles';
import { BuiltCommand } from '../helpers/built-command';

const COMMANDS = [
  'synth',
  'fetch',
  'inject',
  'lint',
  'trace',
  'plan',
  'up',
  'down',
  'status',
  'gather',
  'graph',
  'explain',
  'init',
];

/** What the bundler writes where it evaluates a module, which the names of modules are read from. */
const EVALUATED = '[__getOwnPropNames(cb)[0]]';

type Run = (args: readonly string[], io: unknown) => number | Promise<number>;

const command = new BuiltCommand();
const directory = mkdtempSync(join(tmpdir(), 'ossm-fed-loading-'));
let bundled: { readonly text: string; readonly metafile: Metafile };

beforeAll(async () => {
  const { outputFiles, metafile } = await build({ ...PROGRAM, minify: false, write: false, outdir: directory });
  bundled = { text: outputFiles[0]?.text ?? '', metafile };
}, 60_000);

afterAll(() => {
  rmSync(directory, { recursive: true });
  command.remove();
});

/** The modules that a command evaluates. */
async function loadedBy(...args: readonly string[]): Promise<readonly string[]> {
  const loaded: string[] = [];
  const [before = '', after = '', ...more] = bundled.text.split(EVALUATED);
  expect(more).toEqual([]);
  const text = `${before}[note(__getOwnPropNames(cb)[0])]${after}`;
  const wrapped = new Script(`(note) => ${text.trim().replace(/;$/, '')}`).runInThisContext();
  const module = { exports: {} as { run: Run } };
  const note = (name: string) => {
    loaded.push(name);
    return name;
  };
  const file = join(command.build, 'program.js');
  wrapped(note)(module.exports, createRequire(file), module, file, command.build);
  const silent = { write: () => true };
  await module.exports.run(args, { stdout: silent, stderr: silent, stdin: () => '' });
  expect(loaded.length).toBeGreaterThan(5);
  return loaded;
}

/** The modules that some patterns match. */
function among(loaded: readonly string[], patterns: readonly RegExp[]): readonly string[] {
  return loaded.filter((name) => patterns.some((pattern) => pattern.test(name)));
}

const CDK8S = /node_modules\/(cdk8s|constructs)|^imports\/[^/]+\.ts$|^lib\/charts\//;
const YAML = /node_modules\/(yaml|js-yaml)\//;
const SCHEMAS = /schemas\/|\/generated\/|^lib\/structural\//;
const RULES = /^lib\/lint\//;
const PICTURES = /^lib\/(graph\/(?!view)|trace\/)/;
/** What reads and writes clusters, but for the subjects of permissions, which options name. */
const CLUSTERS = /^lib\/(fetch|deliver|kube|dump|status)\/(?!(.+-)?rbac)/;

test.each(['--version', '--help', 'explain FED001', 'explain 503', 'completion bash'])(
  '%s loads no constructs, no YAML, no schema, no rule, no picture, no cluster',
  async (line) => {
    const loaded = await loadedBy(...line.split(' '));
    expect(among(loaded, [CDK8S, YAML, SCHEMAS, RULES, PICTURES, CLUSTERS])).toEqual([]);
  },
);

test.each([
  ['--version', []],
  ['explain FED001', ['explain']],
  ['lint dist', ['lint']],
])('%s loads no other command', async (line, own) => {
  const loaded = await loadedBy(...line.split(' '));
  const commands = [...COMMANDS, 'completion'].map((name) => `lib/cli/${name}.ts`);
  expect(loaded.filter((name) => commands.includes(name))).toEqual(own.map((name) => `lib/cli/${name}.ts`));
});

test('--version loads no threads, no network and no V8 settings of Node.js', () => {
  const list = join(directory, 'list');
  const bin = JSON.stringify(command.argv[1]);
  const script = join(directory, 'list.js');
  const write = `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(list)}, process.moduleLoadList.join()));`;
  writeFileSync(script, `${write}\nrequire(${bin});\n`);
  const output = openSync(join(directory, 'version'), 'w');
  const env = { PATH: process.env.PATH };
  const { status } = spawnSync(process.execPath, [script, '--version'], { env, stdio: ['ignore', output, 'pipe'] });
  closeSync(output);
  expect(status).toBe(0);
  const modules = readFileSync(list, 'utf8').split(',');
  expect(modules).toContain('NativeModule vm');
  expect(modules.filter((name) => /^NativeModule (worker_threads|net|tty|v8|child_process)$/.test(name))).toEqual([]);
});

test('synth of OpenShift Service Mesh 2 loads no picture, no cluster, no structural schema, no constructs of version 3', async () => {
  const loaded = await loadedBy('synth', '-o', join(directory, 'out'));
  expect(among(loaded, [CDK8S])).not.toEqual([]);
  expect(
    among(loaded, [PICTURES, CLUSTERS, /^lib\/structural\//, /sailoperator|^lib\/ossm3\/charts\/(?!mesh)/]),
  ).toEqual([]);
});

test('lint loads no constructs, no picture, no cluster, no topology', async () => {
  const loaded = await loadedBy('lint', 'dist');
  expect(among(loaded, [RULES])).not.toEqual([]);
  expect(among(loaded, [CDK8S, PICTURES, CLUSTERS, /^lib\/topology\/|\/generated\//])).toEqual([]);
});

test('each package is bundled once, in one form', () => {
  const files = Object.keys(bundled.metafile.inputs).filter((file) => file.includes('node_modules/'));
  const homes = new Set(files.map((file) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.slice(0, 2).join(' ')));
  const names = [...homes].map((home) => home?.split(' ')[1]);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  expect(files.filter((file) => file.endsWith('.mjs'))).toEqual([]);
});

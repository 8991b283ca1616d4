import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import ts from 'typescript';
import { groupBy } from '../lib/values';
import {
  codeLinesOf,
  fromRoot,
  functionsOf,
  type Import,
  importsOf,
  listSources,
  nodesOf,
  parseSource,
  ringsOf,
  typesOf,
  undocumentedExports,
  undocumentedMembers,
} from './helpers/sources';

const ROOT = join(__dirname, '..');

/**
 * The parts of lib/, folders and single files, each with the parts that it may import. `types:` allows types alone.
 * A part that is not listed fails, so a new one finds its place here. `values.ts` and `bounds.ts` may be imported everywhere.
 */
const LAYERS: { readonly [part: string]: readonly string[] } = {
  'values.ts': [],
  'bounds.ts': [],
  'platforms.ts': [],
  'local-address.ts': [],
  issues: [],
  matching: [],
  structural: ['issues'],
  yaml: ['issues'],
  certificates: [],
  files: ['types:issues'],
  kube: ['issues', 'files'],
  facts: ['issues', 'certificates', 'kube', 'local-address.ts'],
  topology: ['issues', 'yaml', 'platforms.ts'],
  federation: ['issues', 'matching', 'certificates', 'facts', 'topology', 'local-address.ts'],
  status: ['types:issues', 'certificates', 'types:kube', 'facts'],
  changes: ['issues', 'certificates', 'status'],
  'generation.ts': ['types:issues', 'types:facts', 'types:federation', 'types:status', 'types:changes'],
  health: ['types:generation.ts'],
  'planning.ts': ['issues', 'types:federation', 'types:generation.ts'],
  'operators.ts': ['issues', 'types:topology', 'types:federation', 'types:generation.ts'],
  'override.ts': ['issues', 'structural', 'types:federation', 'imports/schemas'],
  'route-plans.ts': ['issues', 'types:topology', 'types:federation', 'types:generation.ts', 'override.ts'],
  charts: ['federation', 'types:topology', 'types:generation.ts', 'types:planning.ts', 'imports'],
  ossm2: [
    'issues',
    'matching',
    'certificates',
    'types:kube',
    'facts',
    'status',
    'changes',
    'platforms.ts',
    'local-address.ts',
    'topology',
    'federation',
    'types:generation.ts',
    'types:planning.ts',
    'health',
    'operators.ts',
    'override.ts',
    'route-plans.ts',
    'charts',
    'imports',
  ],
  ossm3: [
    'issues',
    'matching',
    'certificates',
    'facts',
    'status',
    'changes',
    'platforms.ts',
    'types:topology',
    'federation',
    'types:generation.ts',
    'operators.ts',
    'override.ts',
    'route-plans.ts',
    'charts',
    'health',
    'imports',
  ],
  'generations.ts': ['types:generation.ts', 'ossm2', 'ossm3'],
  output: ['issues', 'charts'],
  argocd: ['federation', 'types:generation.ts', 'output'],
  manifests: ['issues', 'yaml'],
  lock: ['issues', 'certificates', 'facts', 'output', 'manifests'],
  inject: ['issues', 'yaml', 'facts', 'manifests', 'lock'],
  fetch: ['issues', 'kube', 'facts', 'output', 'status'],
  deliver: ['issues', 'kube', 'types:facts', 'fetch', 'types:generation.ts'],
  dump: ['issues', 'manifests', 'status'],
  observed: ['issues', 'manifests', 'matching', 'platforms.ts'],
  lint: [
    'issues',
    'certificates',
    'manifests',
    'matching',
    'structural',
    'output',
    'observed',
    'local-address.ts',
    'types:platforms.ts',
    'imports/schemas',
  ],
  starter: ['issues', 'platforms.ts'],
  graph: ['issues', 'certificates', 'output', 'status', 'manifests', 'matching', 'observed', 'lint'],
  trace: ['issues', 'manifests', 'matching', 'observed', 'lint', 'graph'],
  io: ['issues', 'yaml', 'files', 'facts', 'types:federation', 'manifests', 'output', 'argocd', 'lock'],
  workflows: [
    'issues',
    'files',
    'facts',
    'topology',
    'federation',
    'types:generation.ts',
    'planning.ts',
    'charts',
    'generations.ts',
    'output',
    'argocd',
    'manifests',
    'lock',
    'inject',
    'observed',
    'lint',
    'graph',
    'trace',
    'io',
    'kube',
    'fetch',
    'deliver',
    'status',
    'changes',
    'dump',
    'starter',
    'package.json',
  ],
  library: [
    'issues',
    'types:facts',
    'federation',
    'generations.ts',
    'manifests',
    'lock',
    'inject',
    'lint',
    'types:kube',
    'fetch',
    'workflows',
  ],
  'index.ts': ['types:federation', 'types:topology', 'charts', 'ossm2', 'workflows', 'library'],
  cli: [
    'issues',
    'types:facts',
    'platforms.ts',
    'kube',
    'fetch',
    'deliver',
    'manifests',
    'lint',
    'io',
    'workflows',
    'library',
    'starter',
    'package.json',
  ],
};

/** The modules of Node.js that lib/ imports, each with the files that may. */
const BUILTINS: { readonly [module: string]: RegExp } = {
  'node:fs': /^lib\/(files\/|io\/|cli\/|kube\/node\/|workflows\/load\.ts$)/,
  'node:path': /^lib\/(io\/|cli\/|kube\/node\/|workflows\/load\.ts$)/,
  'node:net': /^lib\/local-address\.ts$/,
  'node:buffer': /^lib\/io\/decode\.ts$/,
  'node:crypto': /^lib\/(certificates|graph|lint|io|deliver|ossm3)\//,
  'node:util': /^lib\//,
  'node:os': /^lib\/(kube\/node\/|io\/lock-holder\.ts$|workflows\/synth-threads\.ts$)/,
  'node:worker_threads': /^lib\/workflows\/synth-threads\.ts$/,
  'node:readline/promises': /^lib\/cli\//,
  'node:http': /^lib\/kube\/node\//,
  'node:https': /^lib\/kube\/node\//,
  'node:tls': /^lib\/kube\/node\//,
  'node:child_process': /^lib\/(kube\/node\/|io\/git\.ts$)/,
};

/** Without comments and blank lines, so that doc comments do not count. */
const MAX_LINES_IN_FILE = 300;
const MAX_LINES_IN_FUNCTION = 45;

const sources = listSources('lib');
const everywhere = [...listSources('lib', 'scripts', 'test', 'examples', 'bench'), 'main.ts'].flatMap(importsOf);
const imports = everywhere.filter(({ from }) => from.startsWith('lib/') || from === 'main.ts');

/** The part of lib/ that a path belongs to, or where else in the project it leads. */
function partOf(path: string): string {
  const [top = '', first = '', ...rest] = path.split('/');
  if (top === 'imports') return first === 'schemas' ? 'imports/schemas' : 'imports';
  if (top !== 'lib') return path;
  const isFolder = rest.length > 0 || sources.some((source) => source.startsWith(`lib/${first}/`));
  return isFolder ? first : `${first.replace(/\.ts$/, '')}.ts`;
}

function isAllowed({ from, to, isType }: Import): boolean {
  const [part, target] = [partOf(from), partOf(to)];
  const allowed = LAYERS[part] ?? [];
  return (
    part === target ||
    target === 'values.ts' ||
    target === 'bounds.ts' ||
    allowed.includes(target) ||
    (isType && allowed.includes(`types:${target}`))
  );
}

function isOwn(path: string): boolean {
  return /^(lib|imports|package\.json)/.test(path);
}

function print({ from, to }: Import): string {
  return `${from} imports ${to}`;
}

/** The source file that an import leads to; undefined for packages and for data. */
function fileOf(path: string): string | undefined {
  return [`${path}.ts`, `${path}/index.ts`, path].find((file) => sources.includes(file));
}

describe('imports', () => {
  test('go only where the table of layers lets them', () => {
    const inLib = imports.filter(({ from, to }) => from !== 'main.ts' && isOwn(to));
    expect(inLib.length).toBeGreaterThan(150);
    expect(inLib.filter((edge) => !isAllowed(edge)).map(print)).toEqual([]);
  });

  test('go only downward in the table, in which each part stands once', () => {
    const order = Object.keys(LAYERS);
    const upward = order.flatMap((part, i) =>
      (LAYERS[part] ?? [])
        .map((target) => target.replace('types:', ''))
        .filter((target) => order.indexOf(target) >= i)
        .map((target) => `${part} -> ${target}`),
    );
    expect(upward).toEqual([]);
    expect([...new Set(sources.map(partOf))].sort()).toEqual([...order].sort());
  });

  test('make no ring of files, those of types included', () => {
    const edges = imports.flatMap(({ from, to }) => {
      const target = fileOf(to);
      return target === undefined ? [] : [[from, target] as const];
    });
    expect(ringsOf(edges)).toEqual([]);
  });

  test('are all seen here that the bundler sees', () => {
    const { metafile } = buildSync({
      absWorkingDir: ROOT,
      entryPoints: [...sources, 'main.ts'],
      bundle: true,
      // Each module is written once, not for each entry point that needs it.
      splitting: true,
      format: 'esm',
      write: false,
      metafile: true,
      packages: 'external',
      platform: 'node',
      outdir: 'unused',
      logLevel: 'silent',
    });
    const seen = new Set(imports.map(({ from, to }) => `${from} -> ${fileOf(to) ?? to}`));
    const bundled = Object.entries(metafile.inputs)
      .filter(([from]) => sources.includes(from))
      .flatMap(([from, input]) => input.imports.map(({ path }) => `${from} -> ${fileOf(fromRoot(path)) ?? path}`));
    expect(bundled.length).toBeGreaterThan(100);
    const unseen = bundled.filter((edge) => !seen.has(edge) && !seen.has(edge.replace(/\.(ts|js)$/, '')));
    expect(unseen).toEqual([]);
  }, 60_000);

  test('of lib/index.ts are in main.ts, in examples and in the tests of the library alone', () => {
    const users = everywhere.filter(({ to }) => /^lib(\/index)?$/.test(to)).map(({ from }) => from);
    expect(users).toContain('main.ts');
    expect(users.filter((file) => !/^(main\.ts$|examples\/|test\/library\/)/.test(file))).toEqual([]);
  });

  test('of a generation are in the list of generations and in the public API alone, so that the next one needs no other', () => {
    const users = imports.filter(({ from, to }) => /^lib\/ossm\d\//.test(to) && partOf(from) !== partOf(to));
    expect([...new Set(users.map(({ from }) => from))].sort()).toEqual(['lib/generations.ts', 'lib/index.ts']);
  });

  test('of main.ts are nowhere', () => {
    expect(everywhere.filter(({ to }) => to === 'main').map(print)).toEqual([]);
  });
});

describe('the world outside', () => {
  const builtins = imports.filter(({ to }) => isBuiltin(to));

  test('is reached from the outermost layer alone', () => {
    expect(builtins.length).toBeGreaterThan(5);
    expect(builtins.filter(({ from, to }) => !BUILTINS[to]?.test(from)).map(print)).toEqual([]);
  });

  test('is not the network: of node:net only tests of IP addresses are used', () => {
    const names = builtins.filter(({ to }) => to === 'node:net').flatMap((edge) => edge.names);
    expect([...new Set(names)]).toEqual(['BlockList', 'isIP']);
  });

  test('is not written to from within: no console, no exit, no fetch', () => {
    const uses = sources.flatMap((file) =>
      nodesOf(parseSource(file))
        .filter((node) => ts.isPropertyAccessExpression(node) || ts.isCallExpression(node))
        .map((node) => node.getText())
        .filter((text) => /^(console\.|process\.(exit|abort|kill)$|fetch\()/.test(text))
        .map((text) => `${file}: ${text}`),
    );
    // The programs of kubeconfigs are killed with what they started; signal 0 asks whether the holder of a lock still runs.
    expect([...new Set(uses)]).toEqual([
      'lib/io/lock-holder.ts: process.kill',
      'lib/kube/node/process-group.ts: process.kill',
    ]);
  });

  test('gets text through safeOutput alone: the standard streams are named where it wraps them', () => {
    const scripts = readdirSync('bin').map((name) =>
      ts.createSourceFile(`bin/${name}`, readFileSync(`bin/${name}`, 'utf8'), ts.ScriptTarget.Latest, true),
    );
    const streams = [...sources.map(parseSource), ...scripts].flatMap((file) =>
      nodesOf(file)
        .filter((node) => /^process\.std(out|err)$/.test(node.getText(file)) && ts.isPropertyAccessExpression(node))
        .map(({ parent }) => `${file.fileName}: ${parent.getText(file).slice(0, 70)}`),
    );
    expect([...new Set(streams)].sort()).toEqual([
      // Texts of its own only; an exception is written through safeOutput.
      'bin/ossm-fed.js: process.stderr.write',
      'bin/process.js: guardStream(process.stderr)',
      'bin/process.js: guardStream(process.stdout)',
      'bin/process.js: process.stderr.write',
      'bin/process.js: stream === process.stdout',
      'lib/cli/help.ts: process.stdout.columns',
      'lib/cli/help.ts: process.stdout.isTTY',
      'lib/cli/io.ts: return process.stderr;',
      'lib/cli/io.ts: return process.stdout;',
      'lib/issues/colors.ts: process.stdout.isTTY',
    ]);
    const users = imports.filter(({ names }) => names.includes('PROCESS_IO')).map(({ from }) => from);
    expect(users).toEqual(['lib/cli/program.ts']);
    const written = scripts.flatMap((file) =>
      nodesOf(file).flatMap((node) => (node.getText(file) === 'process.stderr.write' ? node.parent.getText(file) : [])),
    );
    expect(written.map((text) => text.includes('stack'))).toEqual([false, false]);
  });

  test('comes through cdk8s in charts and output alone', () => {
    const users = imports.filter(({ to, isType }) => /^(cdk8s|constructs)/.test(to) && !isType);
    expect(users.length).toBeGreaterThan(5);
    expect(users.filter(({ from }) => !/^lib\/(charts|output|ossm\d\/charts)\//.test(from)).map(print)).toEqual([]);
  });
});

describe('what reaches clusters is big and', () => {
  const usersOf = (wanted: RegExp) => new Set(everywhere.filter(({ to }) => wanted.test(to)).map(({ from }) => from));

  test('is loaded in one place, by an import() while it runs', () => {
    const users = [...usersOf(/^lib\/kube\/node(\/index)?$/)];
    expect(users).toEqual(['lib/workflows/cluster-access.ts']);
    const loads = nodesOf(parseSource('lib/workflows/cluster-access.ts')).filter(
      (node) => ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword,
    );
    expect(loads.map((node) => node.getText())).toEqual(["import('../kube/node')"]);
  });

  test('brings packages that nothing else imports', () => {
    const users = [...usersOf(/^(@kubernetes\/client-node|log-update|@clack\/prompts)/)];
    expect(users.length).toBe(3);
    expect(users.filter((file) => !file.startsWith('lib/kube/node/'))).toEqual([]);
  });
});

describe('the layout of pictures is big and', () => {
  test('is loaded in one place, by an import() while it runs, with a package that nothing else runs', () => {
    const users = everywhere.filter(({ to, from }) => to === 'lib/graph/layout' && from.startsWith('lib/'));
    expect(users.map(({ from }) => from)).toEqual(['lib/workflows/graph.ts']);
    const loads = nodesOf(parseSource('lib/workflows/graph.ts')).filter(
      (node) => ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword,
    );
    expect(loads.map((node) => node.getText())).toEqual(["import('../graph/layout')"]);
    const packages = everywhere.filter(({ to, isType }) => to.startsWith('elkjs') && !isType);
    expect(packages.map(({ from }) => from)).toEqual(['lib/graph/layout/index.ts']);
  });
});

describe('the page is big and', () => {
  test('is loaded in one place, by an import() while it runs; its script imports nothing else', () => {
    const users = everywhere.filter(
      ({ to, from, isType }) => to === 'lib/graph/html' && from.startsWith('lib/') && !isType,
    );
    expect(users.map(({ from }) => from)).toEqual(['lib/workflows/graph-page.ts']);
    const script = imports.filter(({ from, isType }) => from.startsWith('lib/graph/html/browser/') && !isType);
    expect(script.length).toBeGreaterThan(10);
    expect(script.filter(({ to }) => !to.startsWith('lib/graph/html/browser/')).map(print)).toEqual([]);
  });
});

describe('the size of what is written by hand', () => {
  test(`is at most ${MAX_LINES_IN_FILE} lines of code for a file`, () => {
    const long = sources.filter((file) => codeLinesOf(file) > MAX_LINES_IN_FILE);
    expect(long.map((file) => `${file}: ${codeLinesOf(file)} lines`)).toEqual([]);
  });

  test(`is at most ${MAX_LINES_IN_FUNCTION} lines for a function`, () => {
    const long = sources.flatMap(functionsOf).filter(({ lines }) => lines > MAX_LINES_IN_FUNCTION);
    expect(long.map(({ place, lines }) => `${place}: ${lines} lines`)).toEqual([]);
  });
});

describe('what lib/ exports', () => {
  test('has a doc comment, each part of it', () => {
    expect(sources.flatMap(undocumentedExports)).toEqual([]);
  });

  test('has a doc comment on each member of its interfaces', () => {
    expect(sources.flatMap(undocumentedMembers)).toEqual([]);
  });
});

describe('the types of lib/', () => {
  test('have a name each, those that files keep to themselves included', () => {
    const files = groupBy(sources.flatMap(typesOf), ({ name }) => name);
    const shared = [...files].filter(([, [, ...others]]) => others.length > 0);
    expect(files.size).toBeGreaterThan(300);
    expect(shared.map(([name, types]) => `${name}: ${types.map(({ file }) => file).join(', ')}`)).toEqual([]);
  });
});

describe('the search for rings', () => {
  test('finds a ring of two, of three, and a file that imports itself', () => {
    expect(
      ringsOf([
        ['a', 'b'],
        ['b', 'a'],
      ]),
    ).toEqual(['a -> b -> a']);
    expect(
      ringsOf([
        ['x', 'a'],
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
      ]),
    ).toEqual(['a -> b -> c -> a']);
    expect(ringsOf([['a', 'a']])).toEqual(['a -> a']);
  });

  test('finds none in a graph with two ways to one file', () => {
    expect(
      ringsOf([
        ['a', 'b'],
        ['a', 'c'],
        ['b', 'd'],
        ['c', 'd'],
      ]),
    ).toEqual([]);
  });
});

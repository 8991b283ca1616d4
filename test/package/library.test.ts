import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Files, objectsIn, readFiles } from '../helpers/synthesize';
import { ROOT } from './harness/install';
import { currentPlace } from './harness/place';
import { run } from './harness/run';

const { esm, cjs, newestNode } = currentPlace();

/** Stricter options, under which the declarations of cdk8s-plus-27 contain errors themselves. */
const EXACT = ['--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--skipLibCheck'];

const nodes = [
  ['the Node.js of this run', process.execPath],
  ['the newest Node.js', newestNode],
] as const;

/** Compiles the program of a project, with the declarations of all its packages checked. */
function compile(project: string, ...options: readonly string[]): Promise<string> {
  return run(project, process.execPath, join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.', ...options);
}

/** Runs the compiled program, and returns what it wrote. */
async function synthesizeIn(project: string, node: string): Promise<Files> {
  const dist = join(project, 'dist');
  rmSync(dist, { recursive: true, force: true });
  await run(project, node, 'federation.js');
  return readFiles(dist);
}

/** The JSON value that a statement in an ESM program of a project prints. */
async function evaluate(project: string, statement: string): Promise<unknown> {
  const text = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); ${statement}`;
  return JSON.parse(await run(project, process.execPath, '--input-type=module', '--eval', text));
}

beforeAll(() => Promise.all([compile(esm), compile(cjs)]));

describe.each([
  ['ESM', esm],
  ['CommonJS', cjs],
])('a program in %s', (_format, project) => {
  describe.each(nodes)('on %s', (_title, node = '') => {
    (node === '' ? test.skip : test)('writes the manifests of both meshes and its own chart', async () => {
      const objects = objectsIn(await synthesizeIn(project, node));
      expect([...objects.keys()]).toEqual(
        expect.arrayContaining([
          'east: ExportedServiceSet/east-mesh/west-mesh',
          'east: ResourceQuota/stock/pods',
          'east: ServiceMeshPeer/east-mesh/west-mesh',
          'west: ImportedServiceSet/west-mesh/east-mesh',
          'west: ResourceQuota/shop/pods',
          'west: ServiceMeshPeer/west-mesh/east-mesh',
        ]),
      );
      expect(objects.get('west: ServiceMeshControlPlane/west-mesh/west-mesh')).toMatchObject({
        spec: { proxy: { accessLogging: { file: { name: '/dev/stdout' } } } },
      });
    });
  });
});

test('both programs write the same bytes', async () => {
  expect(await synthesizeIn(esm, process.execPath)).toEqual(await synthesizeIn(cjs, process.execPath));
});

test.each([
  ['a bundler', 'module', ['--module', 'ESNext', '--moduleResolution', 'Bundler', ...EXACT]],
  ['TypeScript without "exports"', 'commonjs', ['--module', 'CommonJS', '--moduleResolution', 'Node10']],
])('%s finds the types', async (_title, type, options) => {
  await compile(type === 'module' ? esm : cjs, '--noEmit', ...options);
});

test('import and require load one and the same library', async () => {
  const statement = `
    import * as imported from 'ossm-fed';
    const required = require('ossm-fed');
    const names = Object.keys(required).sort();
    console.log(JSON.stringify({ names, imported: Object.keys(imported), same: names.filter((n) => imported[n] === required[n]) }));
  `;
  const { names, imported, same } = (await evaluate(esm, statement)) as Record<string, readonly string[]>;
  expect(names).toEqual(expect.arrayContaining(['loadTopology', 'synth']));
  expect(imported).toEqual(names);
  expect(same).toEqual(names);
});

test('package.json and schemas can be loaded, internals cannot', async () => {
  const paths = ['package.json', 'schemas/federation.schema.json', 'build/program.js', 'bin/ossm-fed.js'];
  const statement = `
    const codeOf = (path) => { try { return typeof require('ossm-fed/' + path); } catch ({ code }) { return code; } };
    console.log(JSON.stringify(${JSON.stringify(paths)}.map(codeOf)));
  `;
  const denied = 'ERR_PACKAGE_PATH_NOT_EXPORTED';
  expect(await evaluate(esm, statement)).toEqual(['object', 'object', denied, denied]);
});

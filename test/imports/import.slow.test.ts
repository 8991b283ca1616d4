import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Testing } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { ServiceMeshControlPlane } from '../../imports/maistra.io';
import { readLock } from '../../scripts/import/lock';
import { listGenerated } from '../../scripts/import/output';
import type { Schema } from '../../scripts/import/schema';

const ROOT = join(__dirname, '..', '..');
const IMPORTS = join(ROOT, 'imports');
const CRDS = join(ROOT, '..', 'shared', 'crds');
const lock = readLock(join(IMPORTS, 'sources.yaml'));
const generated = listGenerated(IMPORTS);
const constructs = generated.filter((file) => file.endsWith('.ts'));
const schemas = generated.filter((file) => file.endsWith('.json'));

interface SchemaFile {
  readonly apiVersions: readonly string[];
  readonly kind: string;
  readonly schema: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

function readText(file: string): string {
  return readFileSync(join(IMPORTS, file), 'utf8');
}

function readSchema(kind: string): SchemaFile {
  return JSON.parse(readText(`schemas/${kind}.json`)) as SchemaFile;
}

/** All schemas of a file, at any depth. */
function allSchemas(schema: Schema): Schema[] {
  const children = [...Object.values(schema.properties ?? {})];
  if (schema.items !== undefined) children.push(schema.items);
  if (typeof schema.additionalProperties === 'object') children.push(schema.additionalProperties);
  return [schema, ...children.flatMap(allSchemas)];
}

function schemasOf(file: SchemaFile): Schema[] {
  return [file.schema, ...Object.values(file.$defs ?? {})].flatMap(allSchemas);
}

describe('constructs', () => {
  test('the addon 3scale is typed as threeScale and written as 3scale', () => {
    const chart = Testing.chart();
    new ServiceMeshControlPlane(chart, 'basic', {
      spec: { addons: { threeScale: { enabled: true, listenAddr: 3333 } } },
    });

    expect(Testing.synth(chart)[0].spec).toEqual({ addons: { '3scale': { enabled: true, listen_addr: 3333 } } });
  });

  test('the control plane is of version 2', () => {
    expect(ServiceMeshControlPlane.GVK).toEqual({ apiVersion: 'maistra.io/v2', kind: 'ServiceMeshControlPlane' });
  });

  test.each(constructs)('%s says in its first line how it was made', (file) => {
    expect(readText(file).split('\n', 1)[0]).toContain('npm run import');
  });

  test.each(constructs)('%s has no comment but those that cdk8s-cli writes itself', (file) => {
    const own =
      /^(\/\/ |\/\*|\*\/|\* (@schema|@param|Converts an object of type|Returns the apiVersion|Renders a Kubernetes manifest for|This can be used to inline|Defines a "|Renders the object to Kubernetes))/;
    const comments = readText(file)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /^(\/\/|\/\*|\*)/.test(line));

    expect(comments.filter((line) => !own.test(line))).toEqual([]);
  });
});

describe('schemas', () => {
  test.each(schemas)('%s has only the keywords that the lock keeps', (file) => {
    const content = JSON.parse(readText(file)) as SchemaFile;
    const keywords = new Set(schemasOf(content).flatMap(Object.keys));

    expect([...keywords].filter((keyword) => !['$ref', ...lock.keywords.kept].includes(keyword))).toEqual([]);
  });

  test.each(schemas)('every reference in %s has its definition, and every definition is used', (file) => {
    const content = JSON.parse(readText(file)) as SchemaFile;
    const references = new Set(schemasOf(content).flatMap(({ $ref }) => ($ref === undefined ? [] : [String($ref)])));
    const definitions = Object.keys(content.$defs ?? {}).map((name) => `#/$defs/${name}`);

    expect([...references].sort()).toEqual(definitions.sort());
  });

  test('a kind has one schema for all its versions', () => {
    expect(readSchema('VirtualService').apiVersions).toEqual([
      'networking.istio.io/v1alpha3',
      'networking.istio.io/v1beta1',
    ]);
    expect(readSchema('AuthorizationPolicy').apiVersions).toEqual([
      'security.istio.io/v1',
      'security.istio.io/v1beta1',
    ]);
  });

  test('the schema keeps the name that the manifest has', () => {
    const addons = readSchema('ServiceMeshControlPlane').schema.properties?.spec?.properties?.addons?.properties;

    expect(Object.keys(addons ?? {})).toContain('3scale');
  });

  test('fields of Kubernetes kinds have the names of the manifest, not those of TypeScript', () => {
    const spec = readSchema('Service').schema.properties?.spec?.properties ?? {};

    expect(Object.keys(spec)).toEqual(expect.arrayContaining(['clusterIP', 'loadBalancerIP', 'externalIPs']));
    expect(Object.keys(spec)).not.toContain('clusterIp');
    expect(spec.ports?.items?.properties?.targetPort).toEqual({ 'x-kubernetes-int-or-string': true });
  });

  test('fields of a Subscription that are not taken over stay open', () => {
    const spec = readSchema('Subscription').schema.properties?.spec;

    expect(spec?.properties?.config).toEqual({ 'x-kubernetes-preserve-unknown-fields': true });
    expect(spec?.properties?.channel).toEqual({ type: 'string' });
    expect(spec?.required).toEqual(['name', 'source', 'sourceNamespace']);
  });
});

describe('the lock file', () => {
  test('lists every generated file', () => {
    const kinds = lock.sources.flatMap((source) => source.kinds);
    const listed = new Set([
      ...kinds.map(({ schema }) => schema),
      ...kinds.flatMap(({ construct }) => construct?.file ?? []),
      ...lock.core.map(({ schema }) => schema),
    ]);

    expect(generated).toEqual([...listed].sort());
  });

  test('is the only other file in imports/', () => {
    const files = readdirSync(IMPORTS, { recursive: true, encoding: 'utf8' });

    expect(files.filter((file) => statSync(join(IMPORTS, file)).isFile()).sort()).toEqual(
      [...generated, 'sources.yaml'].sort(),
    );
  });
});

describe('npm run import', () => {
  const dir = mkdtempSync(join(tmpdir(), 'ossm-fed-test-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    const script = join(ROOT, 'scripts', 'import.ts');
    return spawnSync(process.execPath, ['--import', 'tsx', script, ...args], { cwd: ROOT, encoding: 'utf8' });
  }

  function contents(): Map<string, string> {
    return new Map(generated.map((file) => [file, readText(file)]));
  }

  test('a wrong checksum is one line and exit code 1, and imports/ is left alone', () => {
    for (const { file } of lock.sources) {
      mkdirSync(dirname(join(dir, file)), { recursive: true });
      writeFileSync(join(dir, file), 'kind: Forged\n');
    }
    const before = contents();
    const first = lock.sources[0];
    const { status, stdout, stderr } = run('--from', dir);

    expect(stderr).toMatch(/^import: .+ has sha256 [0-9a-f]{64}, imports\/sources\.yaml expects [0-9a-f]{64}\n$/);
    expect(stderr).toContain(`${join(dir, first?.file ?? '')} has`);
    expect(stderr).toContain(`expects ${first?.sha256}`);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(contents()).toEqual(before);
  });

  test('a missing file is one line and exit code 1', () => {
    const { status, stderr } = run('--from', join(dir, 'nowhere'));

    expect(stderr).toMatch(/^import: cannot read .+: ENOENT\n$/);
    expect(status).toBe(1);
  });

  test('an unknown argument is one line with the usage', () => {
    const { status, stderr } = run('--form', dir);

    expect(stderr).toMatch(/^import: .*--form.*usage: npm run import \[-- --from DIR\]\n$/);
    expect(status).toBe(1);
  });
});

// The CRDs are no part of this repository; where they lie beside it, the check is against their own words.
const withCrds = existsSync(CRDS) ? test : test.skip;

withCrds('no sentence of the CRDs is in imports/ (skipped where ../shared/crds is missing)', () => {
  const text = generated.map(readText).join('\n');
  const sentences = new Set(lock.sources.flatMap(({ file }) => descriptions(readFileSync(join(CRDS, file), 'utf8'))));

  expect(sentences.size).toBeGreaterThan(100);
  expect([...sentences].filter((sentence) => text.includes(sentence))).toEqual([]);
});

/** The first words of every description in the CRDs of a file. */
function descriptions(yaml: string): string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, child] of Object.entries(value)) {
      if (key === 'description' && typeof child === 'string' && child.length >= 30) found.push(child.slice(0, 60));
      else visit(child);
    }
  };
  for (const document of parseAllDocuments(yaml)) visit(document.toJS());
  return found;
}

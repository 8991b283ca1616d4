import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkStructure } from '../../lib/structural/check-structure';
import type { SchemaFile } from '../../lib/structural/schema';
import { CrdSchemas } from '../helpers/crds';
import { EXAMPLES, outputOf, ROOT } from '../helpers/examples';
import { identityOf, type KubeObject, objectsIn } from '../helpers/synthesize';

const CRDS = join(ROOT, '..', 'shared', 'crds');

const ARGO_CD = 'a kind of Argo CD, which test/argocd checks by its CRD';

/** Kinds that no schema of this project describes, each with the reason why that is no gap. */
const UNDESCRIBED: { readonly [kind: string]: string } = {
  'argoproj.io/v1alpha1 AppProject': ARGO_CD,
  'argoproj.io/v1alpha1 ApplicationSet': ARGO_CD,
  'argoproj.io/v1beta1 ArgoCD': ARGO_CD,
  'v1 ResourceQuota': "the user's own chart of examples/typescript, typed by cdk8s-plus-27",
};

/** Kinds of Kubernetes itself: they have no CRD, and imports/schemas has their shape from cdk8s-plus-27. */
const BUILT_IN = ['v1 Namespace', 'v1 ConfigMap', 'v1 Service', 'v1 ServiceAccount', 'apps/v1 Deployment'];

const names = EXAMPLES.map(({ name }) => name);

/** The objects of an example, the equal ones of many clusters once. */
function objectsOfExample(name: string): readonly KubeObject[] {
  const byText = new Map([...objectsIn(outputOf(name)).values()].map((object) => [JSON.stringify(object), object]));
  return [...byText.values()];
}

function kindOf({ apiVersion, kind }: KubeObject): string {
  return `${apiVersion} ${kind}`;
}

const SCHEMAS = readdirSync(join(ROOT, 'imports', 'schemas')).map(
  (file) => JSON.parse(readFileSync(join(ROOT, 'imports', 'schemas', file), 'utf8')) as SchemaFile,
);

function schemaOf({ apiVersion, kind }: KubeObject): SchemaFile | undefined {
  return SCHEMAS.find((schema) => schema.kind === kind && schema.apiVersions.includes(apiVersion));
}

/** What is wrong with an object by imports/schemas; a kind without a schema is wrong unless it is listed. */
function checkShape(object: KubeObject): readonly string[] {
  const schema = schemaOf(object);
  if (schema !== undefined) return checkStructure(object, schema).map((problem) => JSON.stringify(problem));
  return kindOf(object) in UNDESCRIBED ? [] : ['no file of imports/schemas describes it'];
}

function report(objects: readonly KubeObject[], check: (object: KubeObject) => readonly string[]): readonly string[] {
  return objects.flatMap((object) => check(object).map((problem) => `${identityOf(object)}: ${problem}`));
}

const peer: KubeObject = {
  apiVersion: 'federation.maistra.io/v1',
  kind: 'ServiceMeshPeer',
  metadata: { name: 'west', namespace: 'east' },
  spec: { remote: { addresses: ['192.0.2.1'], discoveryPort: '8188' }, gateway: {} },
};

describe('the schemas in imports/schemas', () => {
  test.each(names)('take every object of %s', (name) => {
    const objects = objectsOfExample(name);
    expect(objects.length).toBeGreaterThan(5);
    expect(report(objects, checkShape)).toEqual([]);
  });

  test('refuse an unknown field and a wrong type', () => {
    expect(report([peer], checkShape)).toEqual([
      expect.stringContaining('"path":["spec","remote","discoveryPort"]'),
      expect.stringContaining('"path":["spec","gateway"]'),
    ]);
  });

  test('do not take a kind that nobody describes, nor a version of one', () => {
    const objects = [
      { ...peer, kind: 'ServiceMeshFriend' },
      { ...peer, apiVersion: 'federation.maistra.io/v2' },
    ];
    expect(report(objects, checkShape)).toHaveLength(2);
  });

  test('are lacking for just the kinds that are listed', () => {
    const lacking = names.flatMap(objectsOfExample).filter((object) => schemaOf(object) === undefined);
    expect([...new Set(lacking.map(kindOf))].sort()).toEqual(Object.keys(UNDESCRIBED).sort());
  });
});

const withCrds = existsSync(CRDS) ? describe : describe.skip;

withCrds('the schemas of the CRDs, unknown fields refused (skipped where ../shared/crds is missing)', () => {
  const crds = existsSync(CRDS)
    ? new CrdSchemas(['ossm2', 'olm', 'ossm3'].map((directory) => join(CRDS, directory)))
    : new CrdSchemas([]);

  function checkByCrd(object: KubeObject): readonly string[] {
    const known = kindOf(object) in UNDESCRIBED || BUILT_IN.includes(kindOf(object));
    return crds.check(object) ?? (known ? [] : ['no CRD has its kind and version']);
  }

  test.each(names)('take every object of %s', (name) => {
    expect(report(objectsOfExample(name), checkByCrd)).toEqual([]);
  });

  test('refuse an unknown field and a wrong type', () => {
    expect(report([peer], checkByCrd)).toEqual([
      expect.stringContaining('/spec: must NOT have additional properties {"additionalProperty":"gateway"}'),
      expect.stringContaining('/spec/remote/discoveryPort: must be integer'),
    ]);
  });

  test('refuse two of which just one may be', () => {
    const policy = { loadBalancer: { simple: 'RANDOM', consistentHash: { useSourceIp: true } } };
    const rule: KubeObject = {
      apiVersion: 'networking.istio.io/v1beta1',
      kind: 'DestinationRule',
      metadata: { name: 'details', namespace: 'shop' },
      spec: { host: 'details', trafficPolicy: policy },
    };
    expect(report([rule], checkByCrd)).toContainEqual(expect.stringContaining('must match exactly one schema'));
  });

  test('do not take a kind that no CRD has, unless it is one of Kubernetes itself', () => {
    expect(report([{ ...peer, kind: 'ServiceMeshFriend' }], checkByCrd)).toHaveLength(1);
    const found = names.flatMap(objectsOfExample).filter((object) => crds.check(object) === undefined);
    expect([...new Set(found.map(kindOf))].sort()).toEqual([...BUILT_IN, ...Object.keys(UNDESCRIBED)].sort());
  });
});

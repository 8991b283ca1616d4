import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkStructure } from '../../../lib/structural/check-structure';
import type { SchemaFile } from '../../../lib/structural/schema';
import { type Doc, type Fields, fields, type World } from './world';

const SCHEMAS_DIR = join(__dirname, '..', '..', '..', 'imports', 'schemas');
const SCHEMAS: ReadonlyMap<string, SchemaFile> = new Map(
  readdirSync(SCHEMAS_DIR)
    .filter((file) => file.endsWith('.json'))
    .map((file) => [
      file.replace(/\.json$/, ''),
      JSON.parse(readFileSync(join(SCHEMAS_DIR, file), 'utf8')) as SchemaFile,
    ]),
);

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const LABEL_KEY = /^((?=[^/]{1,253}\/)[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** Kinds whose names become parts of host names. */
const LABEL_NAMED = ['Namespace', 'Service', 'ServiceMeshPeer', 'ExportedServiceSet', 'ImportedServiceSet'];

/** What each object must be for itself. */
export function checkObjects({ docs }: World): readonly string[] {
  return docs.flatMap((doc) => {
    const { cluster, stage, file, kind, name, body } = doc;
    const known = CHECKED.get(body);
    const problems = known ?? checkObject(doc);
    if (known === undefined) CHECKED.set(body, problems);
    return problems.map((problem) => `${cluster}/${stage}/${file}: ${kind} ${name}: ${problem}`);
  });
}

/** What was checked already; equal objects are the same ones here. */
const CHECKED = new WeakMap<Fields, readonly string[]>();

function checkObject({ apiVersion, kind, name, namespace, body }: Doc): readonly string[] {
  const schema = SCHEMAS.get(kind);
  if (schema === undefined) return ['there is no schema of this kind'];
  const namespaced = kind !== 'Namespace';
  return [
    ...(schema.apiVersions.includes(apiVersion) ? [] : [`apiVersion ${apiVersion}`]),
    ...checkStructure(body, schema).map((problem) => JSON.stringify(problem)),
    ...((LABEL_NAMED.includes(kind) ? DNS_LABEL : DNS_SUBDOMAIN).test(name) ? [] : [`the name "${name}"`]),
    ...(namespaced === DNS_LABEL.test(namespace) ? [] : [`the namespace "${namespace}"`]),
    ...labelMaps(body).flatMap(labelProblems),
  ];
}

/** Every map of labels inside of an object. */
function labelMaps(value: unknown, key = ''): readonly Fields[] {
  if (typeof value !== 'object' || value === null) return [];
  if (['labels', 'matchLabels'].includes(key)) return [fields(value)];
  return Object.entries(value).flatMap(([inner, part]) => labelMaps(part, inner));
}

export function labelProblems(labels: Fields): readonly string[] {
  return Object.entries(labels)
    .filter(([key, value]) => !LABEL_KEY.test(key) || typeof value !== 'string' || !LABEL_VALUE.test(value))
    .map(([key, value]) => `the label ${key}: ${value}`);
}

/** What must hold among the objects of a cluster: none is there twice, and what needs a namespace has it. */
export function checkClusters({ docs }: World): readonly string[] {
  const seen = new Set<string>();
  return docs.flatMap((doc) => {
    const group = doc.apiVersion.includes('/') ? doc.apiVersion.split('/')[0] : '';
    const identity = [doc.cluster, group, doc.kind, doc.namespace, doc.name].join(' ');
    const twice = seen.has(identity);
    seen.add(identity);
    return [...(twice ? [`${identity} is there twice`] : []), ...checkPlace(doc, docs)];
  });
}

/** Operators go where a group is for them, and bookinfo where a Namespace is, if the mesh makes its namespaces. */
function checkPlace({ kind, namespace, cluster, stage, file }: Doc, all: readonly Doc[]): readonly string[] {
  const here = all.filter((doc) => doc.cluster === cluster);
  const made = here.some((doc) => doc.kind === 'Namespace' && doc.name === namespace);
  if (stage === '30-workloads' && file.endsWith('.bookinfo')) {
    const makes = here.some((doc) => doc.kind === 'Namespace' && doc.stage === '20-mesh');
    const neighbours = here.filter((doc) => doc.kind === 'ServiceMeshControlPlane').length > 1;
    return made || !makes || neighbours ? [] : [`${cluster}: nobody makes the namespace ${namespace}`];
  }
  if (kind !== 'Subscription') return [];
  const groups = here.filter((doc) => doc.kind === 'OperatorGroup' && doc.namespace === namespace);
  const fits = namespace === 'openshift-operators' ? groups.length === 0 && !made : groups.length === 1 && made;
  return fits ? [] : [`${cluster}: the operators' namespace ${namespace} has ${groups.length} groups`];
}

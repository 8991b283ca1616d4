import type { Path } from '../../issues/issue';
import type { ManifestObject } from '../../manifests/object';
import type { ObservedCluster } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { leftoverIn } from './support/leftover';

/** Objects of these API groups are looked at as a whole; those of others in their names alone. */
const GROUPS = /(^|\.)(maistra\.io|istio\.io|operators\.coreos\.com)$/;

/** Small kinds of the core group that are looked at as a whole. */
const KINDS = new Set(['Namespace', 'Service', 'ServiceAccount']);

const MOST_FINDINGS = 20;
const MOST_DEPTH = 32;

/**
 * FED034: nothing is left to be filled in. It looks at single-line text and at keys of the kinds of the mesh, of
 * federation, of Istio, of OLM, of Namespaces and Services, and of the ConfigMaps that peers name; of other objects at
 * their names, as scripts and templates of applications are free to hold braces. Status, annotations and what the API
 * server adds are left out, and so is what FED010 and FED011 check: addresses and root certificates.
 */
export const placeholders: Rule = {
  id: 'FED034',
  severity: 'error',
  title: 'no placeholder is left in the manifests',
  cause: 'The manifests are a template, and the step that fills it was left out or did not know this place.',
  effect: 'the API server refuses the object, or the mesh takes the placeholder for a name that does not exist',
  fix: 'Write the value, or run the step that fills the template before the manifests are applied.',
  source: 'fact sheet 9 (D4) and 10.4',
  example: {
    fault: [set('west', 'ServiceMeshControlPlane west-mesh', 'spec.proxy.accessLogging.file.name', '{{ACCESS_LOG}}')],
  },
  check: (fleet, report) => {
    for (const cluster of fleet.clusters) {
      const named = namedConfigMaps(cluster);
      for (const object of cluster.objects) for (const finding of checkObject(object, named)) report(finding);
    }
  },
};

/** The ConfigMaps in which meshes look for root certificates. */
function namedConfigMaps({ meshes }: ObservedCluster): ReadonlySet<ManifestObject> {
  return new Set(meshes.flatMap(({ peers }) => peers.flatMap(({ rootConfigMap }) => rootConfigMap ?? [])));
}

function checkObject(object: ManifestObject, named: ReadonlySet<ManifestObject>): readonly Finding[] {
  const found: Finding[] = [];
  const isWhole = GROUPS.test(object.group) || (object.group === '' && KINDS.has(object.kind)) || named.has(object);
  for (const [value, path] of roots(object, isWhole)) visit(value, path, { object, found });
  return found;
}

function roots({ value }: ManifestObject, isWhole: boolean): readonly (readonly [unknown, Path])[] {
  const metadata = typeof value.metadata === 'object' && value.metadata !== null ? value.metadata : {};
  const fields = isWhole ? ['name', 'namespace', 'labels'] : ['name', 'namespace'];
  const names = Object.entries(metadata).filter(([field]) => fields.includes(field));
  const rest = isWhole ? Object.entries(value).filter(([field]) => !['metadata', 'status'].includes(field)) : [];
  return [
    ...names.map(([field, own]) => [own, ['metadata', field]] as const),
    ...rest.map(([field, own]) => [own, [field]] as const),
  ];
}

interface Walk {
  readonly object: ManifestObject;
  readonly found: Finding[];
}

function visit(value: unknown, path: Path, walk: Walk): void {
  if (path.length > MOST_DEPTH || walk.found.length >= MOST_FINDINGS || isOfOtherRules(walk.object, path)) return;
  if (typeof value === 'string') note(value, path, false, walk);
  else if (Array.isArray(value)) visitList(value, path, walk);
  else if (typeof value === 'object' && value !== null) visitMap(value, path, walk);
}

function visitList(list: readonly unknown[], path: Path, walk: Walk): void {
  for (const [i, item] of list.entries()) if (!isClean(item)) visit(item, [...path, i], walk);
}

function visitMap(map: object, path: Path, walk: Walk): void {
  for (const [key, item] of Object.entries(map)) {
    if (!isClean(key)) note(key, [...path, key], true, walk);
    if (!isClean(item)) visit(item, [...path, key], walk);
  }
}

/** Whether a value is seen to hold no placeholder without its path, as nearly all are. */
function isClean(value: unknown): boolean {
  return typeof value === 'string' ? leftoverIn(value) === undefined : typeof value !== 'object' || value === null;
}

function isOfOtherRules({ kind }: ManifestObject, path: Path): boolean {
  if (kind !== 'ServiceMeshPeer' && kind !== 'ConfigMap') return false;
  const place = path.join('\0');
  return (
    (kind === 'ServiceMeshPeer' && place === 'spec\0remote\0addresses') ||
    (kind === 'ConfigMap' && place === 'data\0root-cert.pem')
  );
}

function note(text: string, path: Path, atKey: boolean, { object, found }: Walk): void {
  const placeholder = leftoverIn(text);
  if (placeholder === undefined || found.length >= MOST_FINDINGS) return;
  found.push({
    object,
    path,
    atKey,
    message: `"${text}" ${text === placeholder ? 'is' : `has "${placeholder}", which is`} a placeholder that nobody has filled in`,
    fix: `write the ${atKey ? 'name' : 'value'} in its place`,
  });
}

import type { Path } from '../../issues/issue';
import type { ManifestObject } from '../../manifests/object';
import { mapAt } from '../../observed/fields';
import type { ObservedCluster } from '../../observed/model';
import type { Fields } from '../../values';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { CleanObjects } from './support/clean-objects';
import { leftoverIn } from './support/leftover';

/** Objects of these API groups are checked as a whole; of others only the names. */
const GROUPS = /(^|\.)(maistra\.io|istio\.io|operators\.coreos\.com)$/;

/** Kinds of the core group that are checked as a whole. */
const KINDS = new Set(['Namespace', 'Service', 'ServiceAccount']);

/** Fields that other rules check, by kind: addresses (FED010) and root certificates (FED011). */
const OTHER_RULES: ReadonlyMap<string, string> = new Map([
  ['ServiceMeshPeer', 'spec remote addresses'],
  ['ConfigMap', 'data root-cert.pem'],
]);

/** How many findings one object may have. */
const MAX_FINDINGS = 20;

/** The length of the longest path that is checked. */
const MAX_DEPTH = 32;

/** The number of fields without placeholders after which they are forgotten. */
const MAX_CLEAN = 100_000;

const IS = '"{text}" is an unresolved placeholder';
const CONTAINS = '"{text}" contains the unresolved placeholder "{placeholder}"';
const EFFECT = 'the API server rejects the object, or the mesh uses the placeholder as a name that does not exist';
const VALUE = 'write the value in its place';
const KEY = 'write the key in its place';

const FINDINGS = {
  placeholder: { severity: 'error', message: IS, effect: EFFECT, fix: VALUE },
  partOfValue: { severity: 'error', message: CONTAINS, effect: EFFECT, fix: VALUE },
  placeholderKey: { severity: 'error', message: IS, effect: EFFECT, fix: KEY },
  partOfKey: { severity: 'error', message: CONTAINS, effect: EFFECT, fix: KEY },
} as const;

const finding = findingMaker(FINDINGS);

/**
 * FED034: no placeholder is left. Checks single-line text and keys of the kinds of the mesh, of federation, of Istio and
 * of OLM, of Namespaces, Services and ServiceAccounts, and of the ConfigMaps that peers name. Of other objects it checks
 * only the names, as scripts and templates of applications may contain braces. Status, annotations and what the API
 * server adds are left out.
 */
export const placeholders: Rule = {
  id: 'FED034',
  generations: ['ossm2', 'ossm3'],
  title: 'the manifests have no unresolved placeholders',
  cause: 'The manifests are a template, and the step that fills it in was skipped or does not know this place.',
  fix: 'Write the value, or run the step that fills in the template before the manifests are applied.',
  sources: [
    'Kubernetes documentation, Object Names and IDs',
    'OpenShift Service Mesh 2 documentation, Connecting service meshes (examples with values in angle brackets)',
  ],
  findings: FINDINGS,
  example: {
    fault: [set('west', 'ServiceMeshControlPlane west-mesh', 'spec.proxy.accessLogging.file.name', '{{ACCESS_LOG}}')],
  },
  check: (fleet, report) => {
    const clean = new Set<unknown>();
    const objects = new CleanObjects();
    for (const cluster of fleet.clusters) {
      const named = namedConfigMaps(cluster);
      if (clean.size > MAX_CLEAN) clean.clear();
      const check = (object: ManifestObject) => checkObject(object, named, clean);
      for (const object of cluster.objects) {
        // How much of a ConfigMap is searched depends on the peers.
        const found = object.kind === 'ConfigMap' ? check(object) : objects.check(object, check);
        for (const finding of found) report(finding);
      }
    }
  },
};

/** The ConfigMaps that peers name for root certificates. */
function namedConfigMaps({ meshes }: ObservedCluster): ReadonlySet<ManifestObject> {
  return new Set(meshes.flatMap(({ peers }) => peers.flatMap(({ rootConfigMap }) => rootConfigMap ?? [])));
}

/** @param clean fields at the top of objects without placeholders; many objects have the same */
function checkObject(
  object: ManifestObject,
  named: ReadonlySet<ManifestObject>,
  clean: Set<unknown>,
): readonly Finding[] {
  const found: Finding[] = [];
  const isWhole = GROUPS.test(object.group) || (object.group === '' && KINDS.has(object.kind)) || named.has(object);
  for (const [value, path] of roots(object, isWhole)) {
    if (clean.has(value) || isClean(value)) continue;
    const before = found.length;
    visit(value, path, { object, found });
    if (path.length === 1 && found.length === before && !OTHER_RULES.has(object.kind)) clean.add(value);
  }
  return found;
}

function roots({ value }: ManifestObject, isWhole: boolean): readonly (readonly [unknown, Path])[] {
  const fields = isWhole ? ['name', 'namespace', 'labels'] : ['name', 'namespace'];
  const names = Object.entries(mapAt(value, ['metadata'])).filter(([field]) => fields.includes(field));
  const rest = isWhole ? Object.entries(value).filter(([field]) => !['metadata', 'status'].includes(field)) : [];
  return [
    ...names.map(([field, own]) => [own, ['metadata', field]] as const),
    ...rest.map(([field, own]) => [own, [field]] as const),
  ];
}

/** An object that is searched, and what was found in it. */
interface PlaceholderSearch {
  readonly object: ManifestObject;
  readonly found: Finding[];
}

function visit(value: unknown, path: Path, search: PlaceholderSearch): void {
  const other = OTHER_RULES.get(search.object.kind);
  if (path.length > MAX_DEPTH || (other !== undefined && other === path.join(' '))) return;
  if (typeof value === 'string') note(value, path, false, search);
  else if (Array.isArray(value)) visitList(value, path, search);
  else visitMap(mapAt(value), path, search);
}

function visitList(list: readonly unknown[], path: Path, search: PlaceholderSearch): void {
  for (const [i, item] of list.entries()) if (!isClean(item)) visit(item, [...path, i], search);
}

function visitMap(map: Fields, path: Path, search: PlaceholderSearch): void {
  for (const key of Object.keys(map)) {
    const item = map[key];
    if (!isClean(key)) note(key, [...path, key], true, search);
    if (!isClean(item)) visit(item, [...path, key], search);
  }
}

/** Whether a value needs no search with its path, as nearly all values. */
function isClean(value: unknown): boolean {
  return typeof value === 'string' ? leftoverIn(value) === undefined : typeof value !== 'object' || value === null;
}

function note(text: string, path: Path, atKey: boolean, { object, found }: PlaceholderSearch): void {
  const placeholder = leftoverIn(text);
  if (placeholder === undefined || found.length >= MAX_FINDINGS) return;
  const name = atKey ? (['placeholderKey', 'partOfKey'] as const) : (['placeholder', 'partOfValue'] as const);
  found.push(finding(name[text === placeholder ? 0 : 1], { object, path, atKey }, { text, placeholder }));
}

import { listNames, nearest } from '../../../issues/suggest';
import type { ManifestObject } from '../../../manifests/object';
import type { SchemaFile } from '../../../structural/schema';
import type { Finding } from '../../diagnostic';
import { filesOf, filesOfKind, kindsOf } from './schemas';
import { structureFinding } from './structure-findings';

const MAISTRA = ['federation.maistra.io', 'maistra.io'];

/** The API groups whose kinds are all known, each with those of which the project has no schema. */
const OTHER_KINDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['federation.maistra.io', []],
  ['maistra.io', ['ServiceMeshExtension']],
  ['networking.istio.io', ['EnvoyFilter', 'ProxyConfig', 'WorkloadEntry', 'WorkloadGroup']],
  ['security.istio.io', ['RequestAuthentication']],
]);

/** Kinds of federation by the names that they had before their first release. */
const EARLIER_KINDS: ReadonlyMap<string, string> = new Map([
  ['MeshFederation', 'ServiceMeshPeer'],
  ['ServiceExports', 'ExportedServiceSet'],
  ['ServiceImports', 'ImportedServiceSet'],
]);

/** A kind that its API group does not have, or a known kind of an unknown API group; examples on the web have several wrong names for those of federation. */
export function checkKind(object: ManifestObject): readonly Finding[] {
  const { group, kind } = object;
  const others = OTHER_KINDS.get(group);
  if (others === undefined) return checkGroup(object);
  if (others.includes(kind)) return [];
  const known = [...kindsOf(group), ...others];
  const place = { object, path: ['kind'] };
  const exact = kindOfMaistra(EARLIER_KINDS.get(kind) ?? kind);
  const near = exact === undefined ? nearest(kind, known) : undefined;
  if (near !== undefined) return [structureFinding('misspelledKind', place, { kind, group, near })];
  const moved = exact ?? kindOfMaistra(nearest(kind, MAISTRA.flatMap(kindsOf)) ?? '');
  if (moved !== undefined) {
    return [
      structureFinding('kindOfOtherGroup', place, { kind, group, near: moved.kind, version: moved.apiVersions.join() }),
    ];
  }
  return [structureFinding('unknownKind', place, { kind, group, known: listNames(known) })];
}

function kindOfMaistra(kind: string): SchemaFile | undefined {
  return MAISTRA.flatMap(filesOf).find((file) => file.kind === kind);
}

/** A known kind of an unknown API group: one of Maistra, or one whose API version is right but for its slash. */
function checkGroup(object: ManifestObject): readonly Finding[] {
  const { apiVersion, kind } = object;
  const versions = filesOfKind(kind).flatMap(({ apiVersions }) => apiVersions);
  const dotted = (version: string) => version.replaceAll('/', '.');
  const meant =
    kindOfMaistra(kind)?.apiVersions ?? versions.filter((version) => dotted(version) === dotted(apiVersion));
  if (meant.length === 0) return [];
  const known = meant.map((version) => `"${version}"`).join(' or ');
  return [structureFinding('unsupportedVersion', { object, path: ['apiVersion'] }, { found: apiVersion, kind, known })];
}

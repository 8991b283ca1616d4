import { isDeepStrictEqual } from 'node:util';
import { exportedName, exportSuffix } from '../../matching/export';
import { type ImportedService, importedAs } from '../../matching/import';
import { readExportRules, readImportRules } from '../../matching/read-rules';
import type { ExportRule } from '../../matching/rules';
import { isOffered, type ServiceFacts } from '../../matching/service';
import { fixedPart, type NamespacedName } from '../../matching/service-name';
import { mapsAt, nameOf, namespaceOf, textAt } from '../../status/observation';
import { type Fields, groupBy, isFields, isText, valueAt } from '../../values';
import type { PeerDirection } from './edges';

/** A service that the rules of the topology share in one direction, simulated on the Services of the exporter. */
export interface SharedService extends NamespacedName {
  /** The Service of the exporter; undefined if it does not exist. */
  readonly object?: Fields;
  /** The full host of the exported name, as both statuses have it; undefined if it does not exist. */
  readonly exportedHost?: string;
  /** How the importer has it; undefined if no import rule matches. */
  readonly imported?: ImportedService;
}

/** The services that the topology shares in a direction, sorted: those that exist, and those that it names. */
export function sharedServices(direction: PeerDirection): readonly SharedService[] {
  const { peer, opposite, domain } = direction;
  const rules = readExportRules(opposite.exports);
  const existing = offeredServices(direction).flatMap(({ object, facts }): readonly SharedService[] => {
    const exported = exportedName(rules, facts);
    if (exported === undefined) return [];
    const { name, namespace } = facts;
    const scope = { peerName: peer.name, clusterDomain: domain };
    const imported = importedAs(readImportRules(peer.imports), exported, scope);
    const exportedHost = hostOf(exported, opposite.name);
    return [{ name, namespace, object, exportedHost, ...(imported !== undefined && { imported }) }];
  });
  const known = new Set(existing.map(({ name, namespace }) => `${namespace}/${name}`));
  const named = rules.flatMap(({ nameSelector }): readonly SharedService[] => {
    const [name, namespace] = [fixedPart(nameSelector?.name), fixedPart(nameSelector?.namespace)];
    const isMissing = name !== undefined && namespace !== undefined && !known.has(`${namespace}/${name}`);
    return isMissing ? [{ name, namespace }] : [];
  });
  return [...existing, ...named].sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
}

/** The Services of the exporter to which istiod applies export rules. */
function offeredServices({ other, otherCluster }: PeerDirection) {
  const scope = { controlPlaneNamespace: other.namespace, members: other.members };
  return otherCluster
    .list('Service')
    .map((object) => ({ object, facts: factsOf(object) }))
    .filter(({ facts }) => isOffered(facts, scope));
}

function factsOf(object: Fields): ServiceFacts {
  const exportTo = textAt(object, ['metadata', 'annotations', 'networking.istio.io/exportTo']);
  const labels = valueAt(object, ['metadata', 'labels']);
  return {
    name: nameOf(object),
    namespace: namespaceOf(object),
    labels: isFields(labels) ? Object.fromEntries(Object.entries(labels).filter(isTextEntry)) : {},
    external: textAt(object, ['spec', 'type']) === 'ExternalName',
    ...(exportTo !== '' && { exportTo: exportTo.split(',').map((entry) => entry.trim()) }),
  };
}

function isTextEntry(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === 'string';
}

/** The host of an exported name, as the statuses of both sides have it. */
function hostOf({ name, namespace }: NamespacedName, peerName: string): string {
  return `${name}.${namespace}.${exportSuffix(peerName)}`;
}

/** The ExportedServiceSet of the exporter for the importer. */
export function exportSet({ otherCluster, other, opposite }: PeerDirection): Fields | undefined {
  return otherCluster.find('ExportedServiceSet', other.namespace, opposite.name);
}

/** The ImportedServiceSet of the importer for the exporter. */
export function importSet({ cluster, mesh, peer }: PeerDirection): Fields | undefined {
  return cluster.find('ImportedServiceSet', mesh.namespace, peer.name);
}

/** The local host of each exported host in the status of a set; empty for entries that are not imported. */
export function listedHosts(set: Fields | undefined, list: 'exportedServices' | 'importedServices') {
  const entries = mapsAt(set, ['status', list]).map(
    (entry) => [textAt(entry, ['exportedName']), textAt(entry, ['localService', 'hostname'])] as const,
  );
  return new Map(entries.filter(([name]) => isText(name)));
}

/** Whether the rules of a set are those of the topology. */
export function hasExpectedRules({ peer, opposite }: PeerDirection, set: Fields, kind: 'export' | 'import'): boolean {
  return kind === 'export'
    ? isDeepStrictEqual(observedRules(set), readExportRules(opposite.exports))
    : isDeepStrictEqual(readImportRules(valueAt(set, ['spec', 'importRules'])), readImportRules(peer.imports));
}

function observedRules(set: Fields): readonly ExportRule[] {
  return readExportRules(valueAt(set, ['spec', 'exportRules']));
}

/** The exported hosts that the rules in the cluster give to several services, each with the services. */
export function duplicateExports(direction: PeerDirection, set: Fields): ReadonlyMap<string, readonly string[]> {
  const rules = observedRules(set);
  const exported = offeredServices(direction).flatMap(({ facts }) => {
    const name = exportedName(rules, facts);
    return name === undefined ? [] : [{ host: hostOf(name, direction.opposite.name), ...facts }];
  });
  const groups = [...groupBy(exported, ({ host }) => host)].filter(([, { length }]) => length > 1);
  return new Map(groups.map(([host, all]) => [host, all.map(({ name, namespace }) => `${namespace}/${name}`)]));
}

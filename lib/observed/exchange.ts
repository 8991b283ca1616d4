import { exportedName } from '../matching/export';
import { importedAs } from '../matching/import';
import { isAny, type NamespacedName } from '../matching/service-name';
import { textAt } from './fields';
import type { ObservedExport, ObservedImport, ObservedMesh, ObservedPeer, ObservedService } from './model';

/**
 * The services that a mesh exports to a peer: the Services that match its rules, and those of rules with fixed names,
 * also where the manifests do not have the Service, as applications are often deployed from elsewhere.
 */
export function offersOf(peer: ObservedPeer): readonly ObservedExport[] {
  const rules = peer.exports?.rules ?? [];
  const known = (peer.mesh?.services ?? []).flatMap((service) => offer(peer, service, service) ?? []);
  const found = new Set(known.map(({ original }) => `${original.namespace}/${original.name}`));
  const expected = rules.flatMap(({ nameSelector }) => {
    const { name, namespace } = nameSelector ?? {};
    if (isAny(name) || isAny(namespace) || found.has(`${namespace}/${name}`)) return [];
    return offer(peer, { name, namespace }) ?? [];
  });
  return [...known, ...expected];
}

function offer(peer: ObservedPeer, original: NamespacedName, service?: ObservedService): ObservedExport | undefined {
  const { name, namespace } = original;
  const exported = exportedName(peer.exports?.rules, { name, namespace, labels: service?.labels ?? {} });
  if (exported === undefined) return undefined;
  return { peer, rule: exported.rule, original: { name, namespace }, offered: exported, ...(service && { service }) };
}

/** The services that a mesh imports from all its peers. */
export function importsOf(mesh: ObservedMesh): readonly ObservedImport[] {
  return mesh.peers.flatMap((peer) =>
    (peer.counterpart?.offers ?? []).flatMap((offered) => arrival(peer, offered) ?? []),
  );
}

function arrival(peer: ObservedPeer, offered: ObservedExport): ObservedImport | undefined {
  const imported = importedAs(peer.imports?.rules, offered.offered, importScopeOf(peer));
  if (imported === undefined) return undefined;
  const { rule, host, name, namespace, local } = imported;
  return { peer, rule, export: offered, host, name, namespace, isLocal: local };
}

/** The settings besides the rules on which the hosts of imports depend. */
export function importScopeOf(peer: ObservedPeer): { readonly peerName: string; readonly domainSuffix?: string } {
  const domainSuffix = textAt(peer.imports?.object.value, ['spec', 'domainSuffix']);
  return { peerName: peer.name, ...(domainSuffix !== undefined && { domainSuffix }) };
}

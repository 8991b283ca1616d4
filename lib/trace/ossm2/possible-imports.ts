import { localImports } from '../../lint/rules/support/import-hosts';
import { isKnownOutside } from '../../lint/rules/support/namespaces';
import { exportedName, exportSkipReason } from '../../matching/export';
import { importedAs, importSkipReason, importSuffix } from '../../matching/import';
import { type Alias, LABEL_SELECTOR } from '../../matching/rules';
import { covers, fixedPart, type NamespacedName } from '../../matching/service-name';
import { importScopeOf } from '../../observed/exchange';
import type { ObservedExport, ObservedImport, ObservedMesh, ObservedPeer } from '../../observed/model';

/**
 * The imports that a host may be though the manifests of the exporting mesh do not have the Service: its rule exports all
 * services of a namespace, or those with a label, and applications are often deployed from elsewhere.
 */
export function possibleImports(mesh: ObservedMesh, host: string): readonly ObservedImport[] {
  const found = mesh.peers.flatMap((peer) => importsFrom(peer, host));
  if (!found.some(({ isLocal }) => isLocal)) return found;
  // A rule that imports everything as local makes no import of each host of the cluster.
  const isStated = localImports(mesh).some((one) => one.host === host);
  return isStated ? found : found.filter(({ isLocal }) => !isLocal);
}

function importsFrom(peer: ObservedPeer, host: string): readonly ObservedImport[] {
  const { imports, counterpart } = peer;
  if (imports === undefined || counterpart === undefined) return [];
  const scope = importScopeOf(peer);
  return imports.rules.flatMap((rule, index) => {
    const end = `.${importSuffix(rule, scope)}`;
    const [name = '', namespace = '', ...others] = host.endsWith(end) ? host.slice(0, -end.length).split('.') : [];
    if (importSkipReason(rule, scope) !== undefined || namespace === '' || others.length > 0) return [];
    const offered = before(rule.nameSelector ?? {}, { name, namespace });
    const imported = importedAs(imports.rules, offered, scope);
    if (imported?.host !== host || imported.rule !== index) return [];
    const [first] = exportsOf(counterpart, offered);
    return first === undefined
      ? []
      : [{ peer, rule: index, export: first, host, name, namespace, isLocal: imported.local }];
  });
}

/** How a peer may export a service under a name. */
function exportsOf(peer: ObservedPeer, offered: NamespacedName): readonly ObservedExport[] {
  const rules = peer.exports?.rules ?? [];
  return rules.flatMap((rule, index) => {
    if (exportSkipReason(rule) !== undefined) return [];
    const isByLabel = rule.type === LABEL_SELECTOR;
    const original = isByLabel ? offered : before(rule.nameSelector ?? {}, offered);
    const exported = exportedName(rules, { ...original, labels: {} });
    const isSame = exported?.name === offered.name && exported.namespace === offered.namespace;
    const isExported = isByLabel ? covers(rule.labelSelector?.namespace, offered.namespace) : isSame;
    return isExported && !isKnownMissing(peer, original) ? [{ peer, rule: index, original, offered }] : [];
  });
}

/** The name of a service before a rule with an alias: the parts that the rule selects, and the others as they are. */
function before(selector: Alias, { name, namespace }: NamespacedName): NamespacedName {
  return { name: fixedPart(selector.name) ?? name, namespace: fixedPart(selector.namespace) ?? namespace };
}

/** Whether a mesh has no such Service: its manifests have others of the namespace, or the namespace is no member. */
function isKnownMissing({ mesh, cluster }: ObservedPeer, { namespace }: NamespacedName): boolean {
  if (mesh === undefined || isKnownOutside(mesh, namespace)) return true;
  return (cluster.byKind.get('Service') ?? []).some((one) => one.group === '' && one.namespace === namespace);
}

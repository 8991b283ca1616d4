import { importSkipReason } from '../../matching/import';
import type { ImportRule } from '../../matching/rules';
import { isAny } from '../../matching/service-name';
import { importScopeOf } from '../../observed/exchange';
import { listAt, mapAt, numberAt } from '../../observed/fields';
import type { ObservedImport, ObservedMesh, ObservedPeer, ServiceSet } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { remove } from '../examples/edit';
import type { Rule } from '../rule';
import { isKnownOutside } from './support/namespaces';
import { protocolOf } from './support/protocol';

/** FED016: what is imported as local has a namespace to live in, and fits the local Service of its name. */
export const localAlias: Rule = {
  id: 'FED016',
  severity: 'error',
  title: 'each import as local names the namespace in which the service is local, a member of the mesh',
  cause:
    'A service that is imported as local takes a name of the own cluster. Its namespace must be stated as an alias, even where it is that of the exporter.',
  effect: 'istiod skips the rule without a word; later rules still apply',
  fix: 'Write nameSelector.alias.namespace with a member of the mesh, and give the Service there the port of the exporter.',
  source: 'fact sheet 2.4, 2.5 (M7) and 5.4',
  example: { fault: [remove('west', 'ImportedServiceSet east-mesh', 'spec.importRules[1].nameSelector.alias')] },
  check: (fleet, report) => {
    for (const peer of fleet.peers) for (const finding of checkRules(peer)) report(finding);
    for (const mesh of fleet.meshes) for (const finding of checkPorts(mesh)) report(finding);
  },
};

function checkRules(peer: ObservedPeer): readonly Finding[] {
  const { imports, mesh } = peer;
  if (imports === undefined) return [];
  return imports.rules.flatMap((rule, i) => checkRule(rule, i, imports, peer, mesh) ?? []);
}

function checkRule(
  rule: ImportRule,
  index: number,
  { object, path }: ServiceSet<ImportRule>,
  peer: ObservedPeer,
  mesh: ObservedMesh | undefined,
): Finding | undefined {
  if (rule.importAsLocal !== true) return undefined;
  const at = [...path, index, 'nameSelector', 'alias', 'namespace'];
  const reason = importSkipReason(rule, importScopeOf(peer));
  const namespace = rule.nameSelector?.alias?.namespace;
  if (reason === 'local-without-alias-namespace') return withoutAlias(rule, object, at);
  if (reason !== undefined || isAny(namespace) || mesh === undefined) return undefined;
  if (!isKnownOutside(mesh, namespace)) return undefined;
  return {
    object,
    path: at,
    severity: 'warning',
    message: `the rule imports into the namespace "${namespace}", which is no member of the mesh "${mesh.name}"`,
    effect: 'no workload of that namespace is in the mesh, so nobody there can call the service',
    fix: `add "${namespace}" to the members, or write a namespace that is one`,
    related: mesh.memberRolls.map((roll) => ({
      object: roll,
      path: ['spec', 'members'],
      text: 'the members of the mesh',
    })),
  };
}

function withoutAlias(
  { nameSelector }: ImportRule,
  object: Finding['object'],
  path: NonNullable<Finding['path']>,
): Finding {
  const found = nameSelector?.alias?.namespace === '*' ? 'the alias namespace "*"' : 'no alias namespace';
  const own = nameSelector?.namespace;
  const wanted = isAny(own) ? 'the namespace' : `"${own}" or the namespace`;
  return {
    object,
    path,
    message: `the rule imports as local with ${found}, and one namespace is needed`,
    fix: `write ${wanted} in which clients call the service to nameSelector.alias.namespace`,
  };
}

function checkPorts(mesh: ObservedMesh): readonly Finding[] {
  return mesh.imports.flatMap((imported) => (imported.isLocal ? (checkPort(mesh, imported) ?? []) : []));
}

/** An import joins the local Service of its name port by port; one that the Service lacks leads nowhere. */
function checkPort(mesh: ObservedMesh, imported: ObservedImport): Finding | undefined {
  const { peer, rule, name, namespace } = imported;
  const remote = imported.export.service;
  const local = mesh.cluster.find('Service', namespace, name);
  const [port] = remote?.ports ?? [];
  const number = numberAt(port, ['port']);
  if (remote === undefined || port === undefined || local?.group !== '' || number === undefined) return undefined;
  const all = listAt(local.value, ['spec', 'ports']).map((one) => mapAt(one));
  const ports = all.filter((one) => numberAt(one, ['port']) !== undefined);
  const same = ports.find((one) => numberAt(one, ['port']) === number);
  if (ports.length === 0 || (same !== undefined && protocolOf(same) === protocolOf(port))) return undefined;
  const found = ports.map((one) => `${numberAt(one, ['port'])} (${protocolOf(one)})`).join(', ');
  return {
    object: peer.imports?.object ?? peer.object,
    path: [...(peer.imports?.path ?? []), rule],
    severity: 'warning',
    message: `the import "${name}.${namespace}" has port ${number} (${protocolOf(port)}), and the local Service of that name has ${found}`,
    effect: 'the endpoints of the two do not join: calls to the port of one never reach the other',
    fix: `give both Services port ${number} with the protocol ${protocolOf(port)}`,
    related: [
      { object: local, path: ['spec', 'ports'], text: 'the local Service' },
      { object: remote.object, path: ['spec', 'ports'], text: 'the exported Service' },
    ],
  };
}

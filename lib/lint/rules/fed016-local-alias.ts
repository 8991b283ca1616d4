import { importSkipReason } from '../../matching/import';
import type { ImportRule } from '../../matching/rules';
import { isAny } from '../../matching/service-name';
import { importScopeOf } from '../../observed/exchange';
import { listAt, mapAt, numberAt } from '../../observed/fields';
import type { ObservedImport, ObservedMesh, ObservedPeer, ServiceSet } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { remove } from '../examples/edit';
import { type FindingPlace, findingMaker } from '../findings';
import type { Rule } from '../rule';
import { isKnownOutside } from './support/namespaces';
import { protocolOf } from './support/protocol';
import { serviceLabel } from './support/words';

const NO_ALIAS = 'the rule imports as local without an alias namespace';
const WILDCARD = 'the rule imports as local with the alias namespace "*" instead of a single namespace';
const SKIPPED = 'istiod skips the rule without an error; later rules still apply';
const WRITE = 'write the namespace in which clients call the service to nameSelector.alias.namespace';
const WRITE_SUCH_AS = `${WRITE}, such as "{namespace}"`;

const FINDINGS = {
  missingAlias: { severity: 'error', message: NO_ALIAS, effect: SKIPPED, fix: WRITE_SUCH_AS },
  missingAliasForAny: { severity: 'error', message: NO_ALIAS, effect: SKIPPED, fix: WRITE },
  wildcardAlias: { severity: 'error', message: WILDCARD, effect: SKIPPED, fix: WRITE_SUCH_AS },
  wildcardAliasForAny: { severity: 'error', message: WILDCARD, effect: SKIPPED, fix: WRITE },
  aliasOutsideMesh: {
    severity: 'warning',
    message: 'the rule imports into the namespace "{namespace}", which is not a member of the mesh "{mesh}"',
    effect: 'no workload of that namespace is in the mesh, so none of them can call the service',
    fix: 'add "{namespace}" to the members, or write the namespace of a member',
    related: ['the members of the mesh'],
  },
  differentPort: {
    severity: 'warning',
    message:
      'the imported service {service} has port {port} ({protocol}), but the local Service of that name has {found}',
    effect: 'istiod does not merge the endpoints of the two: calls to the port of one never reach the other',
    fix: 'change both Services to port {port} with the protocol {protocol}',
    related: ['the local Service', 'the exported Service'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED016: an import as local has a namespace of the mesh as its alias, and the port of the local Service of its name. */
export const localAlias: Rule = {
  id: 'FED016',
  generations: ['ossm2'],
  title: 'each import as local has a namespace of the mesh as its alias, and the port of the local Service of its name',
  cause:
    'A service that is imported as local has a host of the local cluster. The alias must state its namespace, even if that is the same as the namespace of the exporter.',
  fix: 'Write a member of the mesh to nameSelector.alias.namespace, and create the Service there with the port of the exporter.',
  sources: [
    'maistra/istio pkg/servicemesh/federation/common/imports.go (convertServiceImportsToNameMapper)',
    'docs/federation.md, Matching of exports and imports',
  ],
  findings: FINDINGS,
  example: { fault: [remove('west', 'ImportedServiceSet east-mesh', 'spec.importRules[1].nameSelector.alias')] },
  check: (fleet, report) => {
    for (const peer of fleet.peers) for (const found of checkRules(peer)) report(found);
    for (const mesh of fleet.meshes) for (const found of checkPorts(mesh)) report(found);
  },
};

function checkRules(peer: ObservedPeer): readonly Finding[] {
  const { imports } = peer;
  if (imports === undefined) return [];
  return imports.rules.flatMap((rule, i) => checkRule(rule, i, imports, peer) ?? []);
}

function checkRule(
  rule: ImportRule,
  index: number,
  { object, path }: ServiceSet<ImportRule>,
  peer: ObservedPeer,
): Finding | undefined {
  if (rule.importAsLocal !== true) return undefined;
  const place = { object, path: [...path, index, 'nameSelector', 'alias', 'namespace'] };
  const reason = importSkipReason(rule, importScopeOf(peer));
  const namespace = rule.nameSelector?.alias?.namespace;
  if (isAny(namespace)) return reason === 'local-without-alias-namespace' ? withoutAlias(rule, place) : undefined;
  const { mesh } = peer;
  if (reason !== undefined || mesh === undefined || !isKnownOutside(mesh, namespace)) return undefined;
  const related = mesh.memberRolls.map((roll) => ({ object: roll, path: ['spec', 'members'] }));
  return finding('aliasOutsideMesh', { ...place, related }, { namespace, mesh: mesh.name });
}

function withoutAlias({ nameSelector }: ImportRule, place: FindingPlace): Finding {
  const isWildcard = nameSelector?.alias?.namespace === '*';
  const namespace = nameSelector?.namespace;
  if (isAny(namespace)) return finding(isWildcard ? 'wildcardAliasForAny' : 'missingAliasForAny', place, {});
  return finding(isWildcard ? 'wildcardAlias' : 'missingAlias', place, { namespace });
}

function checkPorts(mesh: ObservedMesh): readonly Finding[] {
  return mesh.imports.flatMap((imported) => (imported.isLocal ? (checkPort(mesh, imported) ?? []) : []));
}

/** An import is merged with the local Service of its name port by port; a port that the Service lacks has no endpoints. */
function checkPort(mesh: ObservedMesh, imported: ObservedImport): Finding | undefined {
  const { peer, rule, name, namespace } = imported;
  const { imports } = peer;
  const remote = imported.export.service;
  const local = mesh.cluster.find('Service', namespace, name);
  const fields = mapAt(remote?.ports[0]);
  const port = numberAt(fields, ['port']);
  if (port === undefined || remote === undefined || imports === undefined || local?.group !== '') return undefined;
  const protocol = protocolOf(fields);
  const ports = listAt(local.value, ['spec', 'ports']).flatMap((one) => localPort(one) ?? []);
  if (ports.length === 0 || ports.some((one) => one.port === port && one.protocol === protocol)) return undefined;
  const at = ['spec', 'ports'];
  const related = [
    { object: local, path: at },
    { object: remote.object, path: at },
  ];
  const found = ports.map((one) => `${one.port} (${one.protocol})`).join(', ');
  const place = { object: imports.object, path: [...imports.path, rule], related };
  return finding('differentPort', place, { service: serviceLabel({ name, namespace }), port, protocol, found });
}

function localPort(value: unknown): { readonly port: number; readonly protocol: string } | undefined {
  const fields = mapAt(value);
  const port = numberAt(fields, ['port']);
  return port === undefined ? undefined : { port, protocol: protocolOf(fields) };
}

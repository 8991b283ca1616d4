import { importSkipReason } from '../../matching/import';
import { isAny } from '../../matching/service-name';
import { importScopeOf } from '../../observed/exchange';
import { listAt, mapAt, numberAt } from '../../observed/fields';
import type { ObservedImport, ObservedMesh, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { remove } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { isKnownOutside } from './support/namespaces';
import { importRuleOf, ruleOf } from './support/places';
import { protocolOf } from './support/protocol';

const SKIPPED = 'istiod skips the rule, and no status reports it; later rules still apply';
const SET_NAMESPACE = 'set nameSelector.alias.namespace to the namespace in which clients call the service{example}';

const FINDINGS = {
  missingNamespace: {
    severity: 'error',
    message: 'importAsLocal requires an alias namespace, and the rule has none',
    effect: SKIPPED,
    fix: SET_NAMESPACE,
  },
  wildcardNamespace: {
    severity: 'error',
    message: 'importAsLocal requires the name of one alias namespace, and the rule has "*"',
    effect: SKIPPED,
    fix: SET_NAMESPACE,
  },
  notMember: {
    severity: 'warning',
    message: 'the rule imports into the namespace "{namespace}", which is not a member of the mesh "{mesh}"',
    effect: 'no workload of that namespace is in the mesh, so none of them can call the service',
    fix: 'add "{namespace}" to the members of the mesh, or write a namespace that is a member',
    related: ['the members of the mesh'],
  },
  differentPort: {
    severity: 'warning',
    message: 'the import "{service}" has port {port}, but the local Service of that name has {found}',
    effect: 'the endpoints of the two are not merged: calls to the port of one never reach the other',
    fix: 'use the same port and protocol in both Services: {port}',
    related: ['the local Service', 'the exported Service'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED016: an import as local has a namespace, and fits the local Service of its name. */
export const localAlias: Rule = {
  id: 'FED016',
  generations: ['ossm2'],
  title: 'each import as local names the namespace in which the service is local, a member of the mesh',
  cause:
    'A service that is imported as local gets a name of the importing cluster. The rule must set its namespace as an alias, even if it is that of the exporter.',
  fix: 'Set nameSelector.alias.namespace to a member of the mesh, and give the Service of that name the port of the exported one.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Importing a service into a federated mesh',
    'maistra/istio pkg/servicemesh/federation/common/imports.go, convertServiceImportsToNameMapper',
  ],
  findings: FINDINGS,
  example: { fault: [remove('west', 'ImportedServiceSet east-mesh', 'spec.importRules[1].nameSelector.alias')] },
  check: (fleet, report) => {
    for (const peer of fleet.peers) for (const found of checkRules(peer)) report(found);
    for (const mesh of fleet.meshes) {
      for (const imported of mesh.imports) for (const found of checkPort(mesh, imported)) report(found);
    }
  },
};

function checkRules(peer: ObservedPeer): readonly Finding[] {
  const { imports, mesh } = peer;
  if (imports === undefined) return [];
  const scope = importScopeOf(peer);
  return imports.rules.flatMap((rule, index): readonly Finding[] => {
    const { namespace: original, alias: { namespace } = {} } = rule.nameSelector ?? {};
    const place = ruleOf(imports, index, ['nameSelector', 'alias', 'namespace']);
    const reason = importSkipReason(rule, scope);
    if (reason === 'local-without-alias-namespace') {
      const example = isAny(original) ? '' : `, such as "${original}"`;
      return [finding(namespace === '*' ? 'wildcardNamespace' : 'missingNamespace', place, { example })];
    }
    if (reason !== undefined || rule.importAsLocal !== true || isAny(namespace) || mesh === undefined) return [];
    if (!isKnownOutside(mesh, namespace)) return [];
    const related = mesh.memberRolls.map((object) => ({ object, path: ['spec', 'members'] }));
    return [finding('notMember', { ...place, related }, { namespace, mesh: mesh.name })];
  });
}

/** An import is merged with the local Service of its name port by port. */
function checkPort(mesh: ObservedMesh, imported: ObservedImport): readonly Finding[] {
  const { name, namespace, isLocal, export: exported } = imported;
  const remote = exported.service;
  const local = mesh.cluster.find('Service', namespace, name);
  if (!isLocal || remote === undefined || local?.group !== '') return [];
  const [port] = remote.ports.flatMap(describePort);
  const found = listAt(local.value, ['spec', 'ports']).flatMap(describePort);
  if (port === undefined || found.length === 0 || found.includes(port)) return [];
  const related = [local, remote.object].map((object) => ({ object, path: ['spec', 'ports'] }));
  const slots = { service: `${name}.${namespace}`, port, found: found.join(', ') };
  return [finding('differentPort', { ...importRuleOf(imported), related }, slots)];
}

/** The number and the protocol of a port; nothing for one without a number. */
function describePort(port: unknown): readonly string[] {
  const number = numberAt(port, ['port']);
  return number === undefined ? [] : [`${number} (${protocolOf(mapAt(port))})`];
}

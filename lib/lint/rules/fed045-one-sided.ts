import type { ObservedMesh, ObservedPeer, ServiceSet } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { add } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { meshLabel, namespaceLabel } from './support/words';

const EFFECT = 'nothing is imported, and no status reports it';
const NAME = ['the name of the missing object is that of this peer'];

const FINDINGS = {
  missingImportSet: {
    severity: 'warning',
    message: 'the mesh exports services to {mesh}, which has no ImportedServiceSet for them',
    effect: EFFECT,
    fix: 'add an ImportedServiceSet "{name}" in {namespace} of the cluster "{cluster}"',
    related: NAME,
  },
  noImportRules: {
    severity: 'warning',
    message: 'the mesh exports services to {mesh}, whose ImportedServiceSet has no rules',
    effect: EFFECT,
    fix: 'add rules to the ImportedServiceSet, or remove the exports',
    related: ['the rules are missing here'],
  },
  missingExportSet: {
    severity: 'warning',
    message: 'the mesh imports services from {mesh}, which has no ExportedServiceSet for it',
    effect: EFFECT,
    fix: 'add an ExportedServiceSet "{name}" in {namespace} of the cluster "{cluster}"',
    related: NAME,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED045: exports of one side have imports on the other side, and the reverse. */
export const oneSided: Rule = {
  id: 'FED045',
  generations: ['ossm2'],
  title:
    'a mesh to which services are exported imports some, and a mesh that imports services has a peer that exports some',
  cause: 'The object of one side was written; that of the other side was forgotten or has another name.',
  fix: 'Add the ImportedServiceSet or the ExportedServiceSet on the other side, named after its ServiceMeshPeer.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Connecting service meshes, ExportedServiceSet and ImportedServiceSet',
    'maistra/istio pkg/servicemesh/federation/discovery/controller.go (sets are looked up by the name of the peer)',
  ],
  findings: FINDINGS,
  example: {
    fault: [
      add(
        'west',
        `{ apiVersion: federation.maistra.io/v1, kind: ExportedServiceSet,
          metadata: { name: east-mesh, namespace: west-mesh },
          spec: { exportRules: [{ type: NameSelector, nameSelector: { namespace: shop, name: ratings } }] } }`,
      ),
    ],
  },
  check: (fleet, report) => {
    for (const peer of fleet.peers) {
      const { counterpart, remote } = peer;
      // Without the manifests of the other side its sets are unknown.
      if (counterpart === undefined || remote === undefined) continue;
      for (const found of [...checkExports(peer, counterpart, remote), ...checkImports(peer, counterpart, remote)]) {
        report(found);
      }
    }
  },
};

function checkExports(
  { exports: own }: ObservedPeer,
  counterpart: ObservedPeer,
  remote: ObservedMesh,
): readonly Finding[] {
  const other = counterpart.imports;
  if (own === undefined || own.rules.length === 0) return [];
  if (other === undefined) return [finding('missingImportSet', ...missingFrom(own, counterpart, remote))];
  if (other.rules.length > 0) return [];
  const related = [{ object: other.object, path: other.path }];
  return [finding('noImportRules', { object: own.object, path: own.path, related }, { mesh: meshLabel(remote) })];
}

/** An ExportedServiceSet without rules is FED013. */
function checkImports(
  { imports: own }: ObservedPeer,
  counterpart: ObservedPeer,
  remote: ObservedMesh,
): readonly Finding[] {
  if (own === undefined || own.rules.length === 0 || counterpart.exports !== undefined) return [];
  return [finding('missingExportSet', ...missingFrom(own, counterpart, remote))];
}

/** The place and the slots of a finding about a set that the other side lacks. */
function missingFrom({ object, path }: ServiceSet<unknown>, { object: peer }: ObservedPeer, remote: ObservedMesh) {
  const { cluster } = remote;
  return [
    { object, path, related: [{ object: peer, path: ['metadata', 'name'] }] },
    { mesh: meshLabel(remote), name: peer.name, namespace: namespaceLabel(remote), cluster: cluster.name },
  ] as const;
}

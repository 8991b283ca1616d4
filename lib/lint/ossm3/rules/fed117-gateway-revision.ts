import { labelsAt, textAt } from '../../../observed/fields';
import { namespaceLabels } from '../../../observed/ossm3/meshes';
import type { MeshGateway } from '../../../observed/ossm3/model';
import type { Fields } from '../../../values';
import { remove, set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';
import { GUIDE } from '../support/sources';

const MESSAGE =
  'neither the Gateway nor its namespace has the label istio.io/rev, and the cluster has no default revision';
const FIX = 'add the label istio.io/rev: {revision}';

const FINDINGS = {
  notDeployed: {
    severity: 'error',
    message: MESSAGE,
    effect: 'no control plane deploys the gateway: it has no pods, no Service and no address',
    fix: FIX,
  },
  noStatus: {
    severity: 'warning',
    message: MESSAGE,
    effect: 'the remote Gateway carries traffic, but its status stays pending, so that checks of it wait in vain',
    fix: FIX,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED117: a control plane handles each Gateway. */
export const gatewayRevision: Rule = {
  id: 'FED117',
  generations: ['ossm3'],
  title: 'each Gateway has a revision where the cluster has no default one',
  cause: 'A control plane with a revision deploys only Gateways with its label, on the object or on the namespace.',
  fix: 'Add the label istio.io/rev with the revision or a tag to the Gateway.',
  sources: [GUIDE, 'istio/istio pilot/pkg/config/kube/gateway/deploymentcontroller.go (revisions of gateways)'],
  findings: FINDINGS,
  example: ossm3Example(
    [remove('north', 'Gateway eastwestgateway', 'metadata.labels[istio.io/rev]')],
    [set('north', 'Namespace istio-ingress', 'metadata.labels', { 'ossm-fed.dev/mesh': 'north-mesh' })],
  ),
  check: ({ ossm3 }, report) => {
    for (const gateway of ossm3.meshes.flatMap(({ gateways }) => gateways)) {
      const { object, isRemote, mesh } = gateway;
      if (mesh.revision === undefined || hasRevision(gateway) || hasDefault(gateway)) continue;
      const place = { object, path: ['metadata', 'labels'] };
      report(finding(isRemote ? 'noStatus' : 'notDeployed', place, { revision: mesh.revision }));
    }
  },
};

function hasRevision({ object, mesh }: MeshGateway): boolean {
  const namespace = namespaceLabels(mesh.cluster, object.namespace ?? '');
  // The labels of a namespace that is not in the manifests are unknown.
  return (
    namespace === undefined ||
    'istio.io/rev' in namespace ||
    'istio.io/rev' in labelsAt(object.value, ['metadata', 'labels'])
  );
}

/** Whether the cluster has a control plane for objects without a revision; OpenShift Service Mesh 2 has one. */
function hasDefault({ mesh: { cluster } }: MeshGateway): boolean {
  const revisions = (cluster.byKind.get('Istio') ?? []).filter(({ value }) => !isByRevision(value));
  const names = [...revisions, ...(cluster.byKind.get('IstioRevisionTag') ?? [])].map(({ name }) => name);
  return names.includes('default') || cluster.byKind.has('ServiceMeshControlPlane');
}

function isByRevision(istio: Fields): boolean {
  return textAt(istio, ['spec', 'updateStrategy', 'type']) === 'RevisionBased';
}

import type { ManifestObject } from '../../../manifests/object';
import { selects } from '../../../observed/ossm3/entries';
import type { ExposedHost, IstioMesh } from '../../../observed/ossm3/model';
import type { Finding } from '../../diagnostic';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { quoted } from '../../rules/support/words';
import { WorkloadsByNamespace } from '../../rules/support/workloads';
import { ossm3Example } from '../support/example';
import { hasOldGateways, ownGateways, podLabelsOf } from '../support/gateway-pods';
import { namespacesWithWorkloads } from '../support/namespaces';
import { GUIDE } from '../support/sources';

const EFFECT = 'no gateway exposes the hosts, and calls from other meshes get 503';
const RELATED = ['the gateway of the network'];

const FINDINGS = {
  selectsNothing: {
    severity: 'error',
    message: 'the selector of the Gateway matches no gateway pods: {selector}',
    effect: EFFECT,
    fix: 'write a label of the Gateway "{gateway}", or gateway.networking.k8s.io/gateway-name: {gateway}',
    related: RELATED,
  },
  oldLabel: {
    severity: 'error',
    message: 'the selector of the Gateway has the label istio.io/gateway-name, which Istio sets no more from 1.24 on',
    effect: EFFECT,
    fix: 'write gateway.networking.k8s.io/gateway-name: {gateway}, or a label of the Gateway "{gateway}"',
    related: RELATED,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED116: the Gateway that exposes hosts selects the gateway of the network. */
export const gatewaySelector: Rule = {
  id: 'FED116',
  generations: ['ossm3'],
  title: 'a Gateway that exposes hosts selects the pods of a gateway',
  cause:
    'Pods of a Gateway of the Gateway API have its labels and its name in a label, which has another key from Istio 1.24 on.',
  fix: 'Put a label of your own on the Gateway of the Gateway API, and select it.',
  sources: [
    GUIDE,
    'istio/istio manifests/charts/istio-control/istio-discovery/files/kube-gateway.yaml (labels of pods)',
  ],
  findings: FINDINGS,
  example: ossm3Example([set('north', 'Gateway expose-services', 'spec.selector', { istio: 'eastwestgateway' })]),
  check: ({ ossm3 }, report) => {
    const workloads = new WorkloadsByNamespace();
    for (const mesh of ossm3.meshes) {
      const byObject = new Map(mesh.exposed.map((exposed) => [exposed.object, exposed] as const));
      for (const [object, { selector }] of byObject) {
        const found = selector && checkSelector(mesh, object, selector, workloads);
        if (found !== undefined) report(found);
      }
    }
  },
};

function checkSelector(
  mesh: IstioMesh,
  object: ManifestObject,
  selector: NonNullable<ExposedHost['selector']>,
  workloads: WorkloadsByNamespace,
): Finding | undefined {
  const gateways = ownGateways(mesh);
  const [first] = gateways;
  // A gateway that is not in the manifests can have any labels, and an empty selector matches all pods.
  if (first === undefined || Object.keys(selector).length === 0) return undefined;
  if (gateways.some((gateway) => selects(selector, podLabelsOf(gateway)))) return undefined;
  if (namespacesWithWorkloads(mesh, selector, workloads).length > 0) return undefined;
  const place = {
    object,
    path: ['spec', 'selector'],
    related: [{ object: first.object, path: ['metadata', 'labels'] }],
  };
  const gateway = first.object.name;
  if ('istio.io/gateway-name' in selector && !hasOldGateways(mesh)) return finding('oldLabel', place, { gateway });
  return finding('selectsNothing', place, { gateway, selector: quoted(selector) });
}

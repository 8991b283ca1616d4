import { listNames } from '../../issues/suggest';
import type { ManifestObject } from '../../manifests/object';
import type { Labels } from '../../matching/label-selector';
import { textAt, valueAt } from '../../observed/fields';
import type { ObservedGateway, ObservedMesh } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { exportedServices } from './support/exported-services';
import { ObjectsByNamespace } from './support/objects-by-namespace';
import { gatewayOf } from './support/peer-gateways';
import { SelectorIndex } from './support/selector-index';
import { labelsAt } from './support/texts';
import { podLabels, WorkloadsByNamespace } from './support/workloads';

/**
 * FED032: a federated mesh encrypts its own traffic. Modes of single ports are not looked at, as a Service may name its
 * target port.
 */
export const mutualTLS: Rule = {
  id: 'FED032',
  severity: 'error',
  title: 'the workloads and the gateways of a federated mesh speak mutual TLS',
  cause:
    'Mutual TLS was turned off for the whole mesh, or a PeerAuthentication turns it off for gateways or exported workloads.',
  effect:
    'workloads call imported services in plain text while the gateways expect mutual TLS, so that all such calls fail',
  fix: 'Leave security.dataPlane.automtls out, or set security.dataPlane.mtls to true; use STRICT or PERMISSIVE in a PeerAuthentication.',
  source: 'fact sheet 1.3 and 1.9',
  example: {
    fault: [
      set('west', 'ServiceMeshControlPlane west-mesh', 'spec.security.dataPlane', { mtls: false, automtls: false }),
    ],
  },
  check: (fleet, report) => {
    const policies = new ObjectsByNamespace('security.istio.io', 'PeerAuthentication');
    const workloads = new WorkloadsByNamespace();
    for (const mesh of fleet.meshes) {
      if (mesh.peers.length === 0) continue;
      const disabling = (namespace: string) => policies.in(mesh.cluster, namespace).filter(isDisabling);
      const findings = [
        ...checkPlane(mesh),
        ...checkGateways(mesh, disabling(mesh.namespace)),
        ...checkExported(mesh, disabling, workloads),
      ];
      for (const finding of findings) report(finding);
    }
  },
};

function checkPlane({ object }: ObservedMesh): readonly Finding[] {
  const dataPlane = ['spec', 'security', 'dataPlane'];
  const mtls = valueAt(object.value, [...dataPlane, 'mtls']);
  if (mtls === true || valueAt(object.value, [...dataPlane, 'automtls']) !== false) return [];
  return [
    {
      object,
      path: [...dataPlane, 'automtls'],
      message: `mutual TLS is off in a mesh with peers: automtls is false and mtls is ${mtls === false ? 'false' : 'not set'}`,
      fix: 'remove automtls, or set mtls to true',
    },
  ];
}

function isDisabling({ value }: ManifestObject): boolean {
  return textAt(value, ['spec', 'mtls', 'mode']) === 'DISABLE';
}

function checkGateways(mesh: ObservedMesh, policies: readonly ManifestObject[]): readonly Finding[] {
  if (policies.length === 0) return [];
  const index = indexOf(policies);
  const hit = new Map<ManifestObject, Set<string>>();
  for (const peer of mesh.peers) {
    for (const gateway of [gatewayOf(peer, 'ingress'), gatewayOf(peer, 'egress')]) {
      const selecting = gateway === undefined ? [] : index.selecting(gatewayLabels(gateway));
      for (const policy of selecting) add(hit, policy, gateway?.name ?? '');
    }
  }
  return [...hit].map(([policy, names]) => finding(policy, `the federation gateways ${listNames([...names])}`));
}

function checkExported(
  mesh: ObservedMesh,
  policiesIn: (namespace: string) => readonly ManifestObject[],
  workloads: WorkloadsByNamespace,
): readonly Finding[] {
  const hit = new Map<ManifestObject, Set<string>>();
  for (const [namespace, exported] of exportedServices(mesh)) {
    // What stands in the control plane's namespace is about the gateways already.
    const policies = namespace === mesh.namespace ? [] : policiesIn(namespace);
    if (policies.length === 0) continue;
    const index = indexOf(policies);
    const services = exported.flatMap(({ service }) => service ?? []);
    const labels = podLabels(services, workloads.in(mesh.cluster, namespace));
    for (const { name, service } of exported) {
      const pods = (service && labels.get(service)) ?? [{}];
      for (const policy of pods.flatMap((one) => index.selecting(one))) add(hit, policy, name);
    }
  }
  return [...hit].map(([policy, names]) =>
    finding(policy, `the workloads of exported services ${listNames([...names])}`),
  );
}

function indexOf(policies: readonly ManifestObject[]): SelectorIndex<ManifestObject> {
  const index = new SelectorIndex<ManifestObject>();
  for (const policy of policies) index.add(labelsAt(policy.value, ['spec', 'selector', 'matchLabels']), policy);
  return index;
}

function add(hit: Map<ManifestObject, Set<string>>, policy: ManifestObject, name: string): void {
  hit.set(policy, (hit.get(policy) ?? new Set()).add(name));
}

function finding(policy: ManifestObject, whose: string): Finding {
  return {
    object: policy,
    path: ['spec', 'mtls', 'mode'],
    severity: 'warning',
    message: `the mode DISABLE takes mutual TLS from ${whose}`,
    effect: 'calls of the peers reach them without an identity or not at all',
    fix: 'write "STRICT" or "PERMISSIVE"',
  };
}

/** The labels that the operator gives the pods of a gateway; fact sheet 1.3. */
function gatewayLabels({ mesh, name, kind, value }: ObservedGateway): Labels {
  return {
    app: name,
    istio: `${kind}gateway`,
    ...labelsAt(value, ['service', 'metadata', 'labels']),
    'service.istio.io/canonical-name': name,
    'maistra.io/gateway': `${name}.${mesh.namespace}`,
    'maistra-control-plane': mesh.namespace,
  };
}

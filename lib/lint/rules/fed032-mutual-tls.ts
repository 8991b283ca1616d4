import { listNames } from '../../issues/suggest';
import type { ManifestObject } from '../../manifests/object';
import { labelsAt, textAt } from '../../observed/fields';
import type { ObservedMesh } from '../../observed/model';
import { valueAt } from '../../values';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { exportedServices } from './support/exported-services';
import { ObjectsByNamespace } from './support/objects-by-namespace';
import { gatewayLabels, gatewayOf } from './support/peer-gateways';
import { SelectorIndex } from './support/selector-index';
import { podLabels, WorkloadsByNamespace } from './support/workloads';

const MODE = ['spec', 'mtls', 'mode'];

const UNREACHABLE = 'calls of the peers reach them without an identity or not at all';
const WRITE_MODE = 'write "STRICT" or "PERMISSIVE"';

/** What a control plane has under `security.dataPlane.mtls`. */
const MTLS = { off: 'false', unset: 'not set' } as const;

const FINDINGS = {
  disabledInMesh: {
    severity: 'error',
    message: 'mutual TLS is disabled in a mesh with peers: automtls is false and mtls is {mtls}',
    effect:
      'workloads call imported services in plain text while the gateways require mutual TLS, so that all such calls fail',
    fix: 'remove automtls, or set mtls to true',
  },
  disabledAtGateways: {
    severity: 'warning',
    message: 'the mode DISABLE turns off mutual TLS for the federation gateways {names}',
    effect: UNREACHABLE,
    fix: WRITE_MODE,
  },
  disabledAtWorkloads: {
    severity: 'warning',
    message: 'the mode DISABLE turns off mutual TLS for the workloads of the exported services {names}',
    effect: UNREACHABLE,
    fix: WRITE_MODE,
  },
} as const;

const finding = findingMaker(FINDINGS);

/**
 * FED032: a federated mesh encrypts its own traffic. Modes of single ports are not checked, as a Service may name its
 * target port.
 */
export const mutualTLS: Rule = {
  id: 'FED032',
  generations: ['ossm2'],
  title: 'the workloads and the gateways of a federated mesh use mutual TLS',
  cause:
    'Mutual TLS was disabled for the whole mesh, or a PeerAuthentication disables it for gateways or exported workloads.',
  fix: 'Leave security.dataPlane.automtls out, or set security.dataPlane.mtls to true; use STRICT or PERMISSIVE in a PeerAuthentication.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Security (mutual TLS), and Connecting service meshes',
    'Istio documentation, PeerAuthentication',
    'maistra/istio-operator resources/helm, gateways (labels of the pods)',
  ],
  findings: FINDINGS,
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
      for (const found of findings) report(found);
    }
  },
};

function checkPlane({ object }: ObservedMesh): readonly Finding[] {
  const dataPlane = ['spec', 'security', 'dataPlane'];
  const path = [...dataPlane, 'automtls'];
  const mtls = valueAt(object.value, [...dataPlane, 'mtls']);
  if (mtls === true || valueAt(object.value, path) !== false) return [];
  return [finding('disabledInMesh', { object, path }, { mtls: mtls === false ? MTLS.off : MTLS.unset })];
}

function isDisabling({ value }: ManifestObject): boolean {
  return textAt(value, MODE) === 'DISABLE';
}

function checkGateways(mesh: ObservedMesh, policies: readonly ManifestObject[]): readonly Finding[] {
  if (policies.length === 0) return [];
  const index = indexOf(policies);
  const hit = new Map<ManifestObject, Set<string>>();
  const gateways = mesh.peers.flatMap((peer) =>
    (['ingress', 'egress'] as const).flatMap((kind) => gatewayOf(peer, kind) ?? []),
  );
  for (const gateway of gateways) {
    for (const policy of index.selecting(gatewayLabels(gateway))) add(hit, policy, gateway.name);
  }
  return [...hit].map(([policy, names]) => disabled('disabledAtGateways', policy, names));
}

function checkExported(
  mesh: ObservedMesh,
  policiesIn: (namespace: string) => readonly ManifestObject[],
  workloads: WorkloadsByNamespace,
): readonly Finding[] {
  const hit = new Map<ManifestObject, Set<string>>();
  for (const [namespace, exported] of exportedServices(mesh)) {
    // Policies in the control plane's namespace are reported for the gateways already.
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
  return [...hit].map(([policy, names]) => disabled('disabledAtWorkloads', policy, names));
}

function indexOf(policies: readonly ManifestObject[]): SelectorIndex<ManifestObject> {
  const index = new SelectorIndex<ManifestObject>();
  for (const policy of policies) index.add(labelsAt(policy.value, ['spec', 'selector', 'matchLabels']), policy);
  return index;
}

function add(hit: Map<ManifestObject, Set<string>>, policy: ManifestObject, name: string): void {
  hit.set(policy, (hit.get(policy) ?? new Set()).add(name));
}

function disabled(
  name: 'disabledAtGateways' | 'disabledAtWorkloads',
  policy: ManifestObject,
  names: ReadonlySet<string>,
): Finding {
  return finding(name, { object: policy, path: MODE }, { names: listNames([...names]) });
}

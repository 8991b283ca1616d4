import { add, remove, set } from '../../../../lib/lint/examples/edit';
import { secondMesh } from '../../../../lib/lint/ossm3/examples/second-mesh';
import type { RuleCases } from '../../cases/case';

const south = (path: string, value: unknown) => set('north', 'Istio south-mesh', path, value);
const SELECTORS = 'spec.values.meshConfig.discoverySelectors';
const gateway = (namespace: string) =>
  add(
    'north',
    `{ apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: { name: south, namespace: ${namespace}, labels: { topology.istio.io/network: network-south-mesh, istio.io/rev: south-mesh-v1-30-latest } }, spec: { gatewayClassName: istio, listeners: [{ name: tls, hostname: nothing.invalid, port: 15443, protocol: TLS, tls: { mode: Passthrough, options: { gateway.istio.io/listener-protocol: auto-passthrough } } }] } }`,
  );
const LABELS = set('north', 'Namespace istio-ingress', 'metadata.labels', { 'ossm-fed.dev/mesh': 'north-mesh' });

/** FED129: two meshes of a cluster. */
export const cases: RuleCases = {
  rule: 'FED129',
  findings: {
    sameNamespace: [],
    sameSelectors: [
      { what: 'one label', edits: [secondMesh({ label: 'north-mesh' })] },
      { what: 'no selectors', edits: [secondMesh({}), south(SELECTORS, undefined)] },
    ],
    sameGatewayNamespace: [
      { what: 'the default namespace for both', edits: [secondMesh({}), LABELS, gateway('istio-ingress')] },
    ],
  },
  nearMisses: [
    { what: 'apart', edits: [secondMesh({}), gateway('istio-ingress-south')] },
    {
      what: 'two control planes of one mesh',
      edits: [
        secondMesh({ namespace: 'north-mesh', label: 'north-mesh' }),
        south('spec.values.global.network', 'network-north-mesh'),
        south('spec.values.meshConfig.trustDomain', 'north-mesh.local'),
      ],
    },
    { what: 'one mesh', edits: [remove('north', 'Namespace north-mesh')] },
  ],
};

import { BASE } from '../../../lib/lint/examples/base';
import { edited } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import { OSSM3_RULES } from '../../../lib/lint/ossm3/all';
import { OSSM3_BASE } from '../../../lib/lint/ossm3/examples/base';
import { ROOTS } from '../../../lib/lint/ossm3/examples/roots';
import { RULES } from '../../../lib/lint/rules/all';
import { runRules } from '../../../lib/lint/run';
import { fleetOf } from '../../observed/fleet';

/** A root certificate as the value of a key in flow style. */
const pem = (mesh: keyof typeof ROOTS) => JSON.stringify(ROOTS[mesh]);

function istio(name: string, peer: 'west' | 'east'): string {
  return `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec:
  namespace: istio-system
  version: v1.24-latest
  updateStrategy: { type: RevisionBased }
  values:
    global: { network: network-${name}-mesh }
    meshConfig:
      trustDomain: ${name}.local
      trustDomainAliases: [${peer}.local]
      caCertificates: [{ pem: ${pem(peer)} }]
      defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true", PROXY_CONFIG_XDS_AGENT: "true" } }
    pilot: { env: { ISTIO_MULTIROOT_MESH: "true", PILOT_ENABLE_IP_AUTOALLOCATE: "true" } }
---
`;
}

const HOST = 'httpbin.ns.svc.west-mesh-imports.local';

/** Files as the guide of sail-operator for former federations has them; `east` imports httpbin from `west`. */
const EAST = `${istio('east', 'west')}apiVersion: gateway.networking.k8s.io/v1beta1
kind: Gateway
metadata: { name: remote-gateway-network-west, namespace: istio-system, labels: { topology.istio.io/network: west-network, istio.io/rev: default-v1-24-latest } }
spec:
  gatewayClassName: istio-remote
  addresses: [{ type: Hostname, value: a1.elb.example.org }]
  listeners: [{ name: cross-network, port: 15443, protocol: TLS, tls: { mode: Passthrough, options: { gateway.istio.io/listener-protocol: auto-passthrough } } }]
---
apiVersion: networking.istio.io/v1alpha3
kind: ServiceEntry
metadata: { name: httpbin-west, namespace: istio-system }
spec:
  hosts: [${HOST}]
  exportTo: ["*"]
  location: MESH_INTERNAL
  resolution: STATIC
  ports: [{ number: 8000, name: http, protocol: HTTP }]
  subjectAltNames: ["spiffe://west.local/ns/httpbin/sa/httpbin"]
  workloadSelector: { labels: { app: httpbin-west } }
---
apiVersion: networking.istio.io/v1alpha3
kind: WorkloadEntry
metadata: { name: httpbin-west, namespace: istio-system, labels: { app: httpbin-west, security.istio.io/tlsMode: istio } }
spec: { network: west-network }
`;

const WEST = `${istio('west', 'east')}apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: eastwestgateway, namespace: istio-ingress, labels: { topology.istio.io/network: network-west-mesh, istio.io/rev: default-v1-24-latest } }
spec:
  gatewayClassName: istio
  listeners: [{ name: cross-network, hostname: fake-hostname-to-block-all-by-default, port: 15443, protocol: TLS, tls: { mode: Passthrough, options: { gateway.istio.io/listener-protocol: auto-passthrough } } }]
---
apiVersion: networking.istio.io/v1beta1
kind: Gateway
metadata: { name: expose-services, namespace: istio-ingress }
spec:
  selector: { gateway.networking.k8s.io/gateway-name: eastwestgateway }
  servers: [{ port: { number: 15443, name: tls, protocol: TLS }, tls: { mode: AUTO_PASSTHROUGH }, hosts: [${HOST}] }]
---
apiVersion: networking.istio.io/v1alpha3
kind: ServiceEntry
metadata: { name: httpbin-east-mesh-exports, namespace: httpbin }
spec:
  hosts: [${HOST}]
  location: MESH_INTERNAL
  resolution: STATIC
  ports: [{ number: 8000, name: http, protocol: HTTP, targetPort: 8080 }]
  workloadSelector: { labels: { app: httpbin } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: httpbin, namespace: httpbin }
spec: { selector: { matchLabels: { app: httpbin } }, template: { metadata: { labels: { app: httpbin } }, spec: { serviceAccountName: httpbin, containers: [{ name: httpbin, image: registry.example.org/httpbin:1.0 }] } } }
`;

/** Endpoints with the address of the gateway, as a federation controller writes them. */
const BY_ADDRESS = EAST.replace(/apiVersion: gateway[\s\S]*?---\n/, '').replace(
  'spec: { network: west-network }',
  'spec: { network: west-network, address: 203.0.113.7, ports: { http: 15443 } }',
);

/** The network of the other mesh in the mesh configuration instead of a remote Gateway. */
const BY_MESH_NETWORKS = EAST.replace(/apiVersion: gateway[\s\S]*?---\n/, '').replace(
  'network: network-east-mesh }',
  'network: network-east-mesh, meshNetworks: { west-network: { gateways: [{ address: 203.0.113.7, port: 15443 }] } } }',
);

/** What is found in files of `east` and `west`, as "rule object". */
function found(east: string, west: string): readonly string[] {
  const fleet = fleetOf({ east, west }, undefined, { now: new Date('2026-11-25T12:00:00Z') });
  return runRules(fleet, RULES).map(({ rule, object }) => `${rule} ${object}`);
}

describe('files as people write them', () => {
  test.each([
    ['in the form of the guide', EAST, WEST],
    [
      'with a wildcard for all imports of a mesh',
      EAST,
      WEST.replace(`hosts: [${HOST}] }]`, 'hosts: ["*.svc.west-mesh-imports.local"] }]'),
    ],
    [
      'with trust domains instead of aliases',
      EAST,
      WEST.replace('trustDomainAliases: [east.local]', '').replace('[{ pem:', '[{ trustDomains: [east.local], pem:'),
    ],
    ['with the address of the gateway in the endpoint', BY_ADDRESS, WEST],
    ['with meshNetworks', BY_MESH_NETWORKS, WEST],
    ['of one side alone', EAST, ''],
    ['of the other side alone', '', WEST],
  ])('have no findings %s', (_, east, west) => {
    expect(found(east, west)).toEqual([]);
  });

  test.each([
    [
      'FED131 ServiceEntry istio-system/httpbin-west',
      EAST,
      WEST.replace(`hosts: [${HOST}] }]`, 'hosts: [httpbin.ns.svc.west-imports.local] }]'),
    ],
    ['FED107 ServiceEntry istio-system/httpbin-west', EAST.replace('number: 8000', 'number: 8080'), WEST],
    ['FED105 Istio default', EAST, WEST.replace('trustDomainAliases: [east.local]', '')],
    [
      'FED110 WorkloadEntry istio-system/httpbin-west',
      EAST.replace('{ network: west-network }', '{ network: network-west }'),
      WEST,
    ],
    [
      'FED116 Gateway istio-ingress/expose-services',
      EAST,
      WEST.replace('gateway.networking.k8s.io/gateway-name', 'istio.io/gateway-name'),
    ],
  ])('have the finding %s', (expected, east, west) => {
    expect(found(east, west)).toContain(expected);
  });
});

describe('the rules of one generation are silent on the manifests of the other', () => {
  const report = (texts: { readonly [cluster: string]: string }, rules: typeof RULES) =>
    runRules(fleetOf(texts), rules).map(({ rule, message }) => `${rule} ${message}`);

  test('those of OpenShift Service Mesh 3 on a federation of OpenShift Service Mesh 2', () => {
    expect(report(BASE, OSSM3_RULES)).toEqual([]);
    expect(report(edited(NORTH), OSSM3_RULES)).toEqual([]);
  });

  test('those of OpenShift Service Mesh 2 on meshes of OpenShift Service Mesh 3', () => {
    expect(
      report(
        OSSM3_BASE,
        RULES.filter((rule) => !OSSM3_RULES.includes(rule)),
      ),
    ).toEqual([]);
  });

  test('all of them in one cluster, while a mesh moves', () => {
    const both = {
      west: `${BASE.west}---\n${OSSM3_BASE.west}`,
      east: `${BASE.east}---\n${OSSM3_BASE.east}`,
      north: OSSM3_BASE.north,
    };
    const rules = new Set(report(both, OSSM3_RULES).map((line) => line.slice(0, 6)));
    expect([...rules]).toEqual([]);
  });
});

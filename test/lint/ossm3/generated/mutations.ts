import { add, type Edit, remove, set } from '../../../../lib/lint/examples/edit';
import type { GeneratedName } from './federations';

/** One mistake in a generated federation. */
export interface Mutation {
  /** The rule that finds it, and no other one does. */
  readonly rule: string;
  /** The example, by default that of three clouds, whose clusters rosa, aro and rog are `west`, `east` and `north`. */
  readonly of?: GeneratedName;
  readonly edits: readonly Edit[];
}

const EXPORT = 'ServiceEntry details-v2-prod-bookinfo-rosa-prod-mesh';
const IMPORT = 'ServiceEntry details-v2-prod-bookinfo-aro-stg-mesh';
const ENDPOINT = 'WorkloadEntry details-v2-prod-bookinfo-aro-stg-mesh';
const REMOTE = 'Gateway remote-aro-stg-mesh';
const [ROSA, ARO] = ['Istio rosa-prod-mesh', 'Istio aro-stg-mesh'];
const POLICY = 'AuthorizationPolicy callers-details';
const HOST = 'details-v2.prod-bookinfo.svc.aro-stg-mesh-imports.local';
const CONFIG = 'spec.values.meshConfig';
const PRINCIPALS = 'spec.rules[0].from[0].source.principals';

/** A ServiceEntry with endpoints in its namespace. */
const entry = (name: string, namespace: string, host: string): string => `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  hosts: [${host}]
  location: MESH_INTERNAL
  resolution: STATIC
  ports: [{ number: 9080, name: http, protocol: HTTP }]
  workloadSelector: { labels: { app: details } }`;

/** What makes rog serve the host of aro as well, without its identities in rosa. */
const SECOND_EXPORTER: readonly Edit[] = [
  set('north', 'Gateway expose-services', 'spec.servers[0].hosts[1]', HOST),
  add('north', `${entry('details-v2', 'dev-bookinfo', HOST)}\n  exportTo: [istio-ingress]`),
  add(
    'west',
    `apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata:
  name: details-v2-of-rog
  namespace: rosa-prod-mesh
  labels: { ossm-fed.dev/import: details-v2-prod-bookinfo-aro-stg-mesh, security.istio.io/tlsMode: istio }
spec: { network: gcp-dev-mesh-network }`,
  ),
];

const OVERLAPPING = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: expose-all, namespace: istio-ingress }
spec:
  selector: { ossm-fed.dev/gateway: eastwestgateway }
  servers:
    - port: { number: 15443, name: tls-all, protocol: TLS }
      tls: { mode: AUTO_PASSTHROUGH }
      hosts: ["*.local"]`;

const NO_TLS = `apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: stg-bookinfo }
spec: { mtls: { mode: DISABLE } }`;

const OF_ORDERS = { matchLabels: { 'ossm-fed.dev/mesh': 'orders' } };

/** A mistake of each rule, in the order of their numbers. */
export const MUTATIONS: readonly Mutation[] = [
  { rule: 'FED101', edits: [set('west', 'Subscription servicemeshoperator3', 'spec.channel', 'stable-3.3')] },
  { rule: 'FED102', edits: [set('west', 'IstioCNI default', 'spec.version', 'v1.28-latest')] },
  { rule: 'FED103', edits: [remove('west', ROSA, `${CONFIG}.caCertificates[0]`)] },
  { rule: 'FED104', edits: [set('west', ROSA, `${CONFIG}.caCertificates[0].pem`, '<ossm-fed:root:aro-stg-mesh>')] },
  { rule: 'FED105', edits: [remove('east', ARO, `${CONFIG}.caCertificates[0].trustDomains`)] },
  { rule: 'FED106', edits: [remove('east', EXPORT)] },
  { rule: 'FED107', edits: [set('east', EXPORT, 'spec.ports[0].number', 9081)] },
  { rule: 'FED108', of: 'failover', edits: [remove('west', 'DestinationRule ratings', 'spec.trafficPolicy.tls')] },
  { rule: 'FED109', edits: [add('north', entry('own', 'dev-bookinfo', 'details.dev-bookinfo.svc.cluster.local'))] },
  { rule: 'FED110', edits: [set('west', ENDPOINT, 'spec.network', 'network-aro-stg-mesh')] },
  {
    rule: 'FED111',
    edits: [
      set('west', REMOTE, 'metadata.labels[topology.istio.io/network]', 'network-rosa-prod-mesh'),
      set('west', ENDPOINT, 'spec', { network: 'aro', address: '203.0.113.9', ports: { http: 15443 } }),
    ],
  },
  { rule: 'FED112', edits: [remove('west', ENDPOINT, 'metadata.labels[security.istio.io/tlsMode]')] },
  { rule: 'FED113', edits: [remove('west', IMPORT, 'spec.subjectAltNames')] },
  {
    rule: 'FED114',
    edits: [set('west', IMPORT, 'spec.subjectAltNames[0]', 'spiffe://aro-stg-mesh.local/ns/stg-bookinfo/sa/details')],
  },
  { rule: 'FED115', edits: [set('east', EXPORT, 'spec.exportTo', ['.'])] },
  {
    rule: 'FED116',
    edits: [set('east', 'Gateway expose-services', 'spec.selector', { istio: 'eastwestgateway' })],
  },
  { rule: 'FED117', edits: [remove('east', 'Gateway eastwestgateway', 'metadata.labels[istio.io/rev]')] },
  { rule: 'FED118', edits: [set('west', REMOTE, 'spec.listeners[0].hostname', '*')] },
  { rule: 'FED119', edits: [set('west', 'VirtualService details', 'spec.http[0].mirror.subset', 'v2')] },
  {
    rule: 'FED120',
    edits: [
      set('east', ARO, `${CONFIG}.trustDomainAliases`, ['rosa-prod-mesh.local']),
      set('east', POLICY, `${PRINCIPALS}[2]`, 'aro-stg-mesh.local/ns/prod-bookinfo/sa/bookinfo-details'),
    ],
  },
  {
    rule: 'FED121',
    edits: [set('east', POLICY, PRINCIPALS, ['aro-stg-mesh.local/*'])],
  },
  {
    rule: 'FED122',
    edits: [remove('east', ARO, `${CONFIG}.defaultConfig.proxyMetadata.PROXY_CONFIG_XDS_AGENT`)],
  },
  {
    rule: 'FED123',
    edits: [remove('west', ROSA, `${CONFIG}.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE`)],
  },
  {
    rule: 'FED124',
    edits: [
      set('west', IMPORT, 'metadata.namespace', 'prod-bookinfo'),
      set('west', ENDPOINT, 'metadata.namespace', 'prod-bookinfo'),
      set('west', ENDPOINT, 'metadata.labels.app', 'details'),
    ],
  },
  { rule: 'FED125', edits: [set('east', EXPORT, 'metadata.labels[istio.io/rev]', 'aro-stg-mesh-v1-28-latest')] },
  { rule: 'FED126', edits: [set('east', 'Namespace stg-bookinfo', 'metadata.labels.istio-injection', 'enabled')] },
  { rule: 'FED127', edits: [remove('east', 'Namespace istio-ingress', 'metadata.labels[ossm-fed.dev/mesh]')] },
  { rule: 'FED128', edits: [set('east', 'IstioCNI default', 'apiVersion', 'sailoperator.io/v1alpha1')] },
  { rule: 'FED129', of: 'one-cluster', edits: [set('west', 'Istio payments', `${CONFIG}.discoverySelectors[1]`, OF_ORDERS)] },
  { rule: 'FED130', edits: [set('west', REMOTE, 'spec.addresses[0].type', 'Hostname')] },
  { rule: 'FED131', edits: [set('east', 'Gateway expose-services', 'spec.servers[0].hosts', [])] },
  { rule: 'FED132', edits: [set('west', ENDPOINT, 'metadata.namespace', 'prod-bookinfo')] },
  { rule: 'FED133', edits: [add('east', OVERLAPPING)] },
  { rule: 'FED134', edits: [remove('east', EXPORT, 'spec.location')] },
  { rule: 'FED135', edits: [set('west', ENDPOINT, 'spec', { network: 'aro', address: '203.0.113.9' })] },
  { rule: 'FED136', edits: SECOND_EXPORTER },
  {
    rule: 'FED137',
    edits: [
      set('east', POLICY, `${PRINCIPALS}[2]`, 'cluster.local/ns/stg-bookinfo/*'),
    ],
  },
  { rule: 'FED138', edits: [add('east', NO_TLS)] },
  { rule: 'FED139', edits: [set('east', EXPORT, 'spec.workloadSelector.labels', { service: 'details' })] },
  {
    rule: 'FED140',
    edits: [
      set('west', REMOTE, 'spec.listeners', [
        { name: 'tls', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } },
      ]),
    ],
  },
  { rule: 'FED141', edits: [add('west', entry('details-v2', 'prod-bookinfo', HOST))] },
  { rule: 'FED142', edits: [set('west', IMPORT, 'spec.exportTo', ['.'])] },
  {
    rule: 'FED143',
    edits: [
      set('west', REMOTE, 'spec.addresses', [{ type: 'IPAddress', value: '203.0.113.9' }]),
      set('west', 'Gateway remote-gcp-dev-mesh', 'spec.addresses', [{ type: 'IPAddress', value: '203.0.113.9' }]),
    ],
  },
  {
    rule: 'FED144',
    edits: [set('east', POLICY, `${PRINCIPALS}[2]`, 'rosa.local/ns/prod-bookinfo/*')],
  },
  { rule: 'FED145', edits: [set('west', REMOTE, 'spec.listeners[0].port', 443)] },
];

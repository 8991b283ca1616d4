import type {
  AddonsProps,
  ArgoCdProps,
  AuthorizeProps,
  BookinfoComponents,
  BookinfoProps,
  CertificateProps,
  ClusterProps,
  DefaultsProps,
  FailoverProps,
  GatewayRuntimeProps,
  ImportProps,
  IngressProps,
  LabelExpression,
  LintProps,
  LocalityProps,
  MatchedRouteProps,
  MatchProps,
  MeshProps,
  MirrorProps,
  NamedService,
  NodePortsProps,
  OperatorProps,
  OperatorsProps,
  PeeringProps,
  PeeringSideProps,
  PortsProps,
  ResourcesProps,
  SelectorProps,
  ServiceRef,
  SharedEgressProps,
  SharedIngressProps,
  ShareProps,
  SplitProps,
  Topology,
  TracingProps,
  TrafficProps,
  WorkloadProps,
} from '../../lib/topology/model';

/*
 * A topology in which every field of the format is set. Each part has a type of which all fields are required, so a
 * field that is added to the format does not compile here until it is set. Fields that exclude each other stand in two
 * parts. All values differ from the defaults and from each other, so that each can be found in the output.
 */

const SECOND_ROOT = `-----BEGIN CERTIFICATE-----
MIIBNTCB3KADAgECAgEBMAoGCCqGSM49BAMCMBkxFzAVBgNVBAoMDnNlY29uZC5l
eGFtcGxlMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAZMRcwFQYD
VQQKDA5zZWNvbmQuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNw/
wcdrCLjgTAL63D1YP0icNMEekoYeM26gIm2iUNnLF41MVtNvp2rUudZgIjOyFAHw
iv8BC9kKx/l9VF1x5fSjEzARMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwID
SAAwRQIgckuQPWXI2J81VO6F1jD3hdeb9D+AjQt+SFm6TFBPvAACIQDyjw2NthIP
bG3/wEqjbrDBXaFXlukUC2ZShTZxvC4SEg==
-----END CERTIFICATE-----
`;

const statedRoot: Required<Omit<CertificateProps, 'file'>> = { pem: SECOND_ROOT };
const rootInFile: Required<Omit<CertificateProps, 'pem'>> = { file: 'root.pem' };

const locality: Required<LocalityProps> = { region: 'north-1', zone: 'north-1-c', subzone: 'rack-7' };

const operator: Required<OperatorProps> = {
  channel: 'candidate',
  catalog: 'mirrored-operators',
  catalogNamespace: 'mirrors',
  namespace: 'mesh-operators',
  approval: 'Manual',
  startingCSV: 'servicemeshoperator.v2.5.3',
};

const operators: Required<Omit<OperatorsProps, 'servicemeshoperator3'>> = {
  servicemeshoperator: operator,
  'kiali-ossm': { channel: 'kiali-channel' },
  'jaeger-product': { channel: 'jaeger-channel' },
  'elasticsearch-operator': true,
  'tempo-product': true,
  'opentelemetry-product': true,
};

const cluster: Required<ClusterProps> = {
  platform: 'azure',
  context: 'admin@alpha',
  domain: 'alpha.example',
  labels: { 'example.org/owner': 'team-alpha' },
  annotations: { 'example.org/contact': 'Team Alpha, phone 12' },
  locality,
  operators,
};

const tracing: Required<TracingProps> = { type: 'Jaeger', sampling: 1234 };
const addons: Required<AddonsProps> = { kiali: true, grafana: true, prometheus: true };
const ports: Required<PortsProps> = { service: 20_443, discovery: 20_188 };
const nodePorts: Required<NodePortsProps> = { service: 30_443, discovery: 30_188 };

function amounts(cpu: string, memory: string): Required<ResourcesProps> {
  return { cpu, memory };
}

function runtime(n: number): Required<GatewayRuntimeProps> {
  return { replicas: n, requests: amounts(`${n}01m`, `${n}02Mi`), limits: amounts(`${n}03m`, `${n}04Mi`) };
}

/** What the ingress gateways of the mesh `full` have, save where a peering says otherwise. */
const meshIngress: Required<SharedIngressProps> = {
  name: 'of-mesh-{peer}-in',
  type: 'LoadBalancer',
  internal: true,
  sourceRanges: ['192.0.2.0/28'],
  annotations: { 'example.org/level': 'of the mesh' },
  addresses: ['mesh-level.example.org'],
  ports: { service: 21_443, discovery: 21_188 },
  runtime: runtime(11),
};

const peeringIngress: Required<SharedIngressProps> = {
  name: 'of-pair-{prefix}-in',
  type: 'LoadBalancer',
  internal: true,
  sourceRanges: ['198.51.100.0/28'],
  annotations: { 'example.org/level': 'of the peering' },
  addresses: ['peering-level.example.org'],
  ports: { service: 22_443, discovery: 22_188 },
  runtime: runtime(12),
};

const sideIngress: Required<IngressProps> = {
  name: 'door-to-second',
  type: 'LoadBalancer',
  internal: false,
  sourceRanges: ['203.0.113.0/28'],
  annotations: { 'example.org/level': 'of the side' },
  addresses: ['203.0.113.5'],
  ports,
  nodePorts,
  loadBalancerIP: '203.0.113.6',
  runtime: runtime(13),
};

const meshEgress: Required<SharedEgressProps> = { name: 'of-mesh-{peer}-out', runtime: runtime(14) };
const peeringEgress: Required<SharedEgressProps> = { name: 'of-pair-{prefix}-out', runtime: runtime(15) };
const sideEgress: Required<SharedEgressProps> = { name: 'way-to-second', runtime: runtime(16) };
const side: Required<PeeringSideProps> = { peerName: 'partner', ingress: sideIngress, egress: sideEgress };

const components: Required<BookinfoComponents> = {
  productpage: ['v51'],
  details: ['v52'],
  reviews: ['v53'],
  ratings: ['v54'],
};
const bookinfo: Required<BookinfoProps> = {
  namespace: 'books',
  components,
  gateway: false,
  registry: 'quay.example.org/books',
};
const application: Required<Omit<WorkloadProps, 'manifests'>> = { bookinfo };
const directory: Required<Omit<WorkloadProps, 'bookinfo'>> = { manifests: 'apps' };

const mesh: Required<Omit<MeshProps, 'istio'>> = {
  cluster: 'alpha',
  namespace: 'full-system',
  controlPlane: 'full-plane',
  version: 'v2.5',
  mode: 'ClusterWide',
  clusterName: 'alpha-cluster',
  trustDomain: 'full.example',
  members: ['wares'],
  createNamespaces: { controlPlane: false, members: false },
  tracing,
  addons,
  identity: 'ThirdParty',
  customCA: true,
  mtls: false,
  rootCertificate: rootInFile,
  commonRoot: 'full-root',
  peerPrefix: 'to-full',
  ingress: meshIngress,
  egress: meshEgress,
  override: { proxy: { accessLogging: { file: { name: '/dev/full' } } } },
  workloads: [application, directory],
};

const defaults: Required<DefaultsProps> = {
  clusters: { operators: { servicemeshoperator: { catalog: 'default-catalog' } } },
  meshes: { egress: { runtime: { replicas: 17 } } },
};

const pair: Required<Omit<PeeringProps, 'hub' | 'spokes' | 'fullMesh'>> = {
  between: ['full', 'second'],
  ingress: peeringIngress,
  egress: peeringEgress,
  sides: { full: side },
};
const hub: Required<Omit<PeeringProps, 'between' | 'fullMesh'>> = {
  hub: 'full',
  spokes: ['third'],
  ingress: { annotations: { 'example.org/hub': 'of the hub' } },
  egress: { runtime: { limits: { cpu: '1801m' } } },
  sides: { third: { peerName: 'center' }, full: { ingress: { addresses: ['hub-level.example.org'] } } },
};
const each: Required<Pick<PeeringProps, 'fullMesh'>> = { fullMesh: ['full', 'fourth'] };

const stock: Required<ServiceRef> = { namespace: 'goods', name: 'stock' };
const prices: Required<NamedService> = { namespace: 'goods', name: 'prices' };
const expression: Required<LabelExpression> = { key: 'stage', operator: 'In', values: ['live'] };
const selector: Required<SelectorProps> = { matchLabels: { tier: 'gold' }, matchExpressions: [expression] };
const authorize: Required<AuthorizeProps> = { workload: { part: 'vault' }, callers: ['front-office'] };

/** What only OpenShift Service Mesh 3 needs of a share; test/ossm3 has it. */
type ForOssm3 = 'clients' | 'localPodLabels' | 'podLabels' | 'ports' | 'serviceAccounts';

const localShare: Required<Omit<ShareProps, ForOssm3 | 'domainSuffix' | 'imports'>> = {
  name: 'stock-of-second',
  from: 'second',
  to: ['full'],
  service: stock,
  selector,
  exportAs: { namespace: 'offered', name: 'depot' },
  importAs: { namespace: 'wares', name: 'store' },
  importAsLocal: true,
  localServiceAccounts: ['keeper'],
  authorize,
};
const namedShare: Required<
  Omit<ShareProps, ForOssm3 | 'importAsLocal' | 'imports' | 'localServiceAccounts' | 'selector'>
> = {
  name: 'tools-of-second',
  from: ['second'],
  to: 'full',
  service: { namespace: 'goods', name: 'tools' },
  exportAs: { namespace: 'hired', name: 'toolbox' },
  importAs: { namespace: 'wares', name: 'shed' },
  domainSuffix: 'svc.far.example',
  authorize: true,
};
const part: Required<Omit<ImportProps, 'localPodLabels'>> = {
  namespace: 'pantry',
  name: 'bread',
  importAs: { namespace: 'wares', name: 'loaf' },
  importAsLocal: true,
  localServiceAccounts: ['baker'],
};
const partialShare: Required<Pick<ShareProps, 'from' | 'to' | 'selector' | 'imports'>> = {
  from: 'second',
  to: 'full',
  selector: { matchLabels: { shelf: 'upper' } },
  imports: [part],
};
/** The way back; by it `second` tells where `full` is. */
const returnShare: ShareProps = { from: 'full', to: 'second', service: { namespace: 'wares', name: 'tickets' } };
const wideShare: ShareProps = {
  name: 'all-goods',
  from: ['second', 'third'],
  to: 'full',
  service: { namespace: 'goods' },
};

const ofSubset: Required<Omit<SplitProps, 'share' | 'mesh' | 'service'>> = { subset: 'steady', weight: 37 };
const ofShare: Required<Omit<SplitProps, 'subset'>> = {
  share: 'all-goods',
  mesh: 'second',
  service: prices,
  weight: 63,
};
const mirror: Required<MirrorProps> = {
  share: 'all-goods',
  mesh: 'third',
  service: { namespace: 'goods', name: 'offers' },
  percentage: 12.5,
};
const failover: Required<FailoverProps> = {
  consecutive5xxErrors: 23,
  interval: '41s',
  baseEjectionTime: '43m',
};

const match: Required<MatchProps> = {
  uri: { prefix: '/bargains' },
  headers: { 'x-tier': { exact: 'bronze' }, 'x-age': { regex: '[0-9]+' } },
  method: 'PATCH',
};
const matchedRoute: Required<MatchedRouteProps> = {
  match: [match],
  split: [{ weight: 33 }, { share: 'tools-of-second', weight: 67 }],
  mirror: { share: 'tools-of-second', percentage: 8.25 },
  timeout: '53s',
  retries: { attempts: 5, perTryTimeout: '13s', retryOn: ['5xx'] },
};

/** What only HTTP routes have. */
type HttpKey = 'routes' | 'timeout' | 'retries' | 'override';
const tcpRoute: Required<Omit<TrafficProps, 'active' | 'mirror' | 'failover' | HttpKey | 'hosts' | 'gateways'>> = {
  mesh: 'full',
  service: { namespace: 'wares', name: 'prices' },
  name: 'price-route',
  protocol: 'tcp',
  subsets: { steady: { build: 'lts' } },
  split: [ofSubset, ofShare],
};
const mirrorRoute: Required<Omit<TrafficProps, 'active' | 'protocol' | 'failover' | 'split' | 'subsets' | 'override'>> =
  {
    mesh: 'full',
    service: { namespace: 'wares', name: 'offers' },
    name: 'offer-route',
    mirror,
    routes: [matchedRoute],
    hosts: [
      'offers.example.org',
      { share: 'all-goods', mesh: 'second', service: { namespace: 'goods', name: 'extras' } },
    ],
    gateways: ['wares/front-gate', 'mesh'],
    timeout: '47s',
    retries: { attempts: 4, perTryTimeout: '11s', retryOn: ['reset', 'refused-stream'] },
  };
const failoverRoute: Required<Pick<TrafficProps, 'mesh' | 'service' | 'subsets' | 'failover' | 'override'>> = {
  mesh: 'full',
  service: { namespace: 'wares', name: 'store' },
  subsets: { calm: { build: 'stable' } },
  failover,
  override: { exportTo: ['somewhere'] },
};
const spareRoute: Required<Pick<TrafficProps, 'mesh' | 'service' | 'active' | 'mirror'>> = {
  mesh: 'full',
  service: { namespace: 'wares', name: 'offers' },
  active: false,
  mirror: { share: 'tools-of-second' },
};

const lint: Required<LintProps> = { ignore: { FED042: 'a firewall stands in front' } };

/** A selector of clusters excludes destinations; `test/argocd` has one. */
const argocd: Required<Omit<ArgoCdProps, 'clusterSelector'>> = {
  repoURL: 'https://git.example.org/mesh.git',
  revision: 'release-7',
  path: 'out/written',
  project: 'meshes',
  namespace: 'delivery',
  automated: false,
  destinations: { alpha: { server: 'https://api.alpha.example.org:6443' }, beta: { name: 'beta-in-argocd' } },
};

const goods: MeshProps = { members: ['front-office', 'goods', 'pantry'] };

/** A topology with every field; the files that it names are in `fixtures`. */
export const ALL_FIELDS: Required<Topology> = {
  defaults,
  clusters: {
    alpha: cluster,
    beta: { platform: 'aws', locality: { region: 'south-2' } },
    gamma: { platform: 'baremetal' },
    delta: {},
  },
  meshes: {
    full: mesh,
    second: { ...goods, cluster: 'beta', rootCertificate: statedRoot },
    third: { ...goods, cluster: 'gamma' },
    fourth: { cluster: 'delta', members: ['empty'] },
  },
  peerings: [pair, hub, each],
  shares: [localShare, namedShare, partialShare, wideShare, returnShare],
  traffic: [tcpRoute, mirrorRoute, failoverRoute, spareRoute],
  lint,
  gitops: { argocd },
};

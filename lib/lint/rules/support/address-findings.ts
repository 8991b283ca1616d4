import { findingMaker } from '../../findings';
import { INCOMPLETE_KEY } from './certificates';

/** The lowest node port of a cluster that does not configure other ones. */
export const MIN_NODE_PORT = 30_000;

/** The highest node port of a cluster that does not configure other ones. */
export const MAX_NODE_PORT = 32_767;

const NEVER_REACHED = 'the mesh never reaches the other mesh: discovery does not connect, and nothing is imported';
const UNREACHABLE_CALLS = 'services are imported, but calls to them fail';

const WRITE_ADDRESS = "write the IP address or the DNS name of the other mesh's ingress gateway";
const WRITE_PORT = 'the port in servicePort and discoveryPort';
const WRITE_SERVICE = 'write "{gateway}.{namespace}.svc.cluster.local"';
const OTHER_PORTS = ', unless a proxy or load balancer in front of the gateway has other ports';

const WITH_EXTRA = 'the address "{address}" has {extra}';
const WITH_PORT = 'the address "{address}" has a port';
const SERVICE_PORT =
  'the port for service traffic is {found}, but the ingress gateway "{gateway}" of {mesh} has {expected}';
const DISCOVERY_PORT =
  'the port for discovery is {found}, but the ingress gateway "{gateway}" of {mesh} has {expected}';
const NO_NODE_PORT = 'the ingress gateway "{gateway}" has the type NodePort and no node port for {use}';
const PICKED = 'the cluster picks a random node port, which is not known to the other mesh';

const RANGE = `${MIN_NODE_PORT} to ${MAX_NODE_PORT}`;
const WRITE_NODE_PORT = `write "nodePort:" with a free port of ${RANGE}, and the same port in the other mesh's peer`;

const TOKEN = 'the token "{token}" is not filled in';
const NOT_YET = 'the mesh does not reach the other mesh until the token is filled in';
const BLOCKED =
  'istiod accepts the peer and cannot reach it: the control plane of the whole mesh blocks while istiod polls the peer';
const FILL = 'run "ossm-fed fetch" and "ossm-fed inject"';
const FILL_OR_MOVE = `${FILL}, which moves the root certificates to the key "${INCOMPLETE_KEY}" until the token has a value`;

const GATEWAY = ['the ingress gateway of the other mesh'];
const GATEWAY_PORT = ['the port of the gateway'];

const ROUTER =
  'the routers of a cluster accept connections on the ports 80 and 443 only: the mesh never reaches the other mesh';
const WRITE_LOAD_BALANCER = "write the address of the load balancer of the gateway's Service, or of its nodes";

/** Everything that FED010 reports. */
export const ADDRESS_FINDINGS = {
  placeholder: {
    severity: 'error',
    message: 'the address "{address}" is a placeholder',
    effect: NEVER_REACHED,
    fix: WRITE_ADDRESS,
  },
  routeHost: {
    severity: 'error',
    message: 'the address "{address}" is the host of a Route of the gateway, with the port {port}',
    effect: ROUTER,
    fix: WRITE_LOAD_BALANCER,
    related: GATEWAY,
  },
  // Other hosts under "apps" are mostly those of routers too, but a DNS record can lead elsewhere.
  perhapsRouteHost: {
    severity: 'warning',
    message: 'the address "{address}" looks like the host of a Route, with the port {port}',
    effect: ROUTER,
    fix: WRITE_LOAD_BALANCER,
  },
  noAddress: {
    severity: 'error',
    message: 'the peer has no address',
    effect: NEVER_REACHED,
    fix: "write the IP addresses or the DNS names of the other mesh's ingress gateway",
  },
  emptyAddress: { severity: 'error', message: 'the address is empty', effect: NEVER_REACHED, fix: WRITE_ADDRESS },
  notText: {
    severity: 'error',
    message: 'the address is {value} instead of text',
    effect: NEVER_REACHED,
    fix: WRITE_ADDRESS,
  },
  withSpaces: {
    severity: 'error',
    message: 'the address "{address}" contains spaces',
    effect: NEVER_REACHED,
    fix: `${WRITE_ADDRESS}, and each further address as an item of its own`,
  },
  withExtra: { severity: 'error', message: WITH_EXTRA, effect: NEVER_REACHED, fix: 'write "{host}"' },
  invalidWithExtra: { severity: 'error', message: WITH_EXTRA, effect: NEVER_REACHED, fix: WRITE_ADDRESS },
  withPort: {
    severity: 'error',
    message: WITH_PORT,
    effect: NEVER_REACHED,
    fix: `write "{host}", and ${WRITE_PORT}`,
  },
  invalidWithPort: {
    severity: 'error',
    message: WITH_PORT,
    effect: NEVER_REACHED,
    fix: `${WRITE_ADDRESS}, and ${WRITE_PORT}`,
  },
  invalidIP: {
    severity: 'error',
    message: 'the address "{address}" is not a valid IP address',
    effect: NEVER_REACHED,
    fix: WRITE_ADDRESS,
  },
  invalidAddress: {
    severity: 'error',
    message: 'the address "{address}" is neither an IP address nor a DNS name',
    effect: NEVER_REACHED,
    fix: WRITE_ADDRESS,
  },
  localAddress: {
    severity: 'error',
    message: 'the address "{address}" is {local}, which leads to another place on every machine',
    effect: NEVER_REACHED,
    fix: WRITE_ADDRESS,
  },
  shortName: {
    severity: 'warning',
    message: 'the address "{address}" is a DNS name without a dot',
    effect: NEVER_REACHED,
    fix: 'write the full DNS name, or the IP address',
  },
  nameOfOtherCluster: {
    severity: 'error',
    message: 'the address "{address}" resolves only within its own cluster, but {mesh} is in another one',
    effect: NEVER_REACHED,
    fix: "write the address of the gateway's load balancer or of its nodes",
    related: GATEWAY,
  },
  otherService: {
    severity: 'error',
    message: 'the address "{address}" is not that of the ingress gateway "{gateway}" in the namespace "{namespace}"',
    effect: NEVER_REACHED,
    fix: 'write "{gateway}.{namespace}.{suffix}"',
    related: GATEWAY,
  },
  // A proxy that the manifests do not have may be in front of the gateway; so this is a warning, and others below are.
  notAServiceName: {
    severity: 'warning',
    message:
      'the address "{address}" is not a Service name, but the ingress gateway "{gateway}" has the type ClusterIP',
    effect: NEVER_REACHED,
    fix: WRITE_SERVICE,
    related: GATEWAY,
  },
  clusterIP: {
    severity: 'warning',
    message: 'the ingress gateway "{gateway}" has the type ClusterIP, but its peer is in the cluster "{cluster}"',
    effect:
      'the gateway has no address outside of its cluster, and the other mesh cannot reach it unless a proxy or load balancer in front of it does',
    fix: 'write "type: LoadBalancer", or "type: NodePort" with node ports',
    related: ['the other mesh connects to these addresses'],
  },
  tokenOfClusterIP: {
    severity: 'error',
    message:
      'the ingress gateway "{gateway}" has the type ClusterIP, but its peer in the cluster "{cluster}" has a token for its address',
    effect: `a Service of type ClusterIP has no address that can be filled in; ${NEVER_REACHED}`,
    fix: 'write "type: LoadBalancer", or "type: NodePort" with node ports',
    related: ['the other mesh connects to this address'],
  },
  wrongServicePort: {
    severity: 'error',
    message: SERVICE_PORT,
    effect: UNREACHABLE_CALLS,
    fix: 'write "servicePort: {expected}"',
    related: GATEWAY_PORT,
  },
  wrongDiscoveryPort: {
    severity: 'error',
    message: DISCOVERY_PORT,
    effect: NEVER_REACHED,
    fix: 'write "discoveryPort: {expected}"',
    related: GATEWAY_PORT,
  },
  perhapsWrongServicePort: {
    severity: 'warning',
    message: SERVICE_PORT,
    effect: UNREACHABLE_CALLS,
    fix: `write "servicePort: {expected}"${OTHER_PORTS}`,
    related: GATEWAY_PORT,
  },
  perhapsWrongDiscoveryPort: {
    severity: 'warning',
    message: DISCOVERY_PORT,
    effect: NEVER_REACHED,
    fix: `write "discoveryPort: {expected}"${OTHER_PORTS}`,
    related: GATEWAY_PORT,
  },
  missingNodePort: { severity: 'error', message: NO_NODE_PORT, effect: PICKED, fix: WRITE_NODE_PORT },
  perhapsMissingNodePort: { severity: 'warning', message: NO_NODE_PORT, effect: PICKED, fix: WRITE_NODE_PORT },
  pickedNodePort: {
    severity: 'info',
    message: NO_NODE_PORT,
    effect: 'the other mesh connects to {dialed}, which changes when the Service of the gateway is created again',
    fix: WRITE_NODE_PORT,
  },
  nodePortOutOfRange: {
    severity: 'error',
    message: `the node port {nodePort} of the ingress gateway "{gateway}" is out of range: expected ${RANGE}`,
    effect: 'the API server rejects the Service of the gateway, so the other mesh cannot connect',
    fix: WRITE_NODE_PORT,
  },
  unfilledToken: {
    severity: 'warning',
    message: TOKEN,
    effect: NOT_YET,
    fix: FILL,
  },
  unfilledTokenInSeveralPlaces: {
    severity: 'warning',
    message: `${TOKEN} (other places: {others})`,
    effect: NOT_YET,
    fix: FILL,
  },
  tokenOfAcceptedPeer: {
    severity: 'error',
    message: TOKEN,
    effect: BLOCKED,
    fix: FILL_OR_MOVE,
    related: ['istiod accepts the peer because of this key'],
  },
  tokenOfAcceptedPeers: {
    severity: 'error',
    message: `${TOKEN} (other places: {others})`,
    effect: BLOCKED,
    fix: FILL_OR_MOVE,
    related: ['istiod accepts the peer because of this key'],
  },
} as const;

/** Makes the findings of FED010. */
export const addressFinding = findingMaker(ADDRESS_FINDINGS);

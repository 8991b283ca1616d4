import type { Platform } from '../../../lib/topology/model';
import { controlPlaneOf, ingressOf, objectOf, partOf, remoteOf, type TwoMeshes } from '../../helpers/two-meshes';

const PORTS = [
  { name: 'tls', port: 15_443 },
  { name: 'https-discovery', port: 8188 },
];

/** What the ingress gateway of `west` says with settings of its side. */
const ofSide = (ingress: object, own: TwoMeshes = {}): TwoMeshes => ({
  ...own,
  peering: { sides: { west: { ingress } } },
});

describe('an ingress gateway', () => {
  test('has just what a federation needs', () => {
    expect(ingressOf({})).toEqual({
      enabled: true,
      routeConfig: { enabled: false },
      service: {
        type: 'LoadBalancer',
        metadata: { labels: { 'federation.maistra.io/ingress-for': 'east' } },
        ports: PORTS,
      },
    });
  });

  test.each([
    ['aws', false, { 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb' }],
    [
      'aws',
      true,
      {
        'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb',
        'service.beta.kubernetes.io/aws-load-balancer-internal': 'true',
      },
    ],
    ['azure', false, undefined],
    ['azure', true, { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' }],
    ['gcp', false, undefined],
    ['gcp', true, { 'networking.gke.io/load-balancer-type': 'Internal' }],
    ['other', false, undefined],
  ] as const)('on %s (internal: %s) has the annotations of its platform', (platform: Platform, internal, expected) => {
    const service = partOf(ingressOf(ofSide({ internal }, { westCluster: { platform } })), 'service');
    expect(partOf(service, 'metadata', 'annotations')).toEqual(expected);
  });

  test('lets in the source ranges and has the address of its load balancer, which peers dial', () => {
    const props = ofSide({ sourceRanges: ['192.0.2.0/24', '2001:db8::/32'], loadBalancerIP: '198.51.100.7' });
    const service = partOf(ingressOf(props), 'service');
    expect(partOf(service, 'loadBalancerSourceRanges')).toEqual(['192.0.2.0/24', '2001:db8::/32']);
    expect(partOf(service, 'loadBalancerIP')).toBe('198.51.100.7');
    expect(remoteOf(props)).toEqual({ addresses: ['198.51.100.7'], servicePort: 15_443, discoveryPort: 8188 });
  });

  test('on node ports keeps its own port numbers, and peers dial the node ports', () => {
    const nodePorts = { service: 31_443, discovery: 31_188 };
    const props = ofSide({ type: 'NodePort', nodePorts, addresses: ['192.0.2.11'] });
    expect(partOf(ingressOf(props), 'service', 'type')).toBe('NodePort');
    expect(partOf(ingressOf(props), 'service', 'ports')).toEqual([
      { name: 'tls', port: 15_443, nodePort: 31_443 },
      { name: 'https-discovery', port: 8188, nodePort: 31_188 },
    ]);
    expect(remoteOf(props)).toEqual({ addresses: ['192.0.2.11'], servicePort: 31_443, discoveryPort: 31_188 });
  });

  test('on node ports that nobody knows yet leaves them open', () => {
    const props = ofSide({ type: 'NodePort' });
    expect(partOf(ingressOf(props), 'service', 'ports')).toEqual(PORTS);
    expect(remoteOf(props)).toEqual({ addresses: ['<ossm-fed:address:west:east-ingress>'] });
  });

  test('behind something with other ports keeps its own, and peers dial the others', () => {
    const props = ofSide({ addresses: ['mesh.example.org'], ports: { service: 443, discovery: 8443 } });
    expect(partOf(ingressOf(props), 'service', 'ports')).toEqual(PORTS);
    expect(remoteOf(props)).toEqual({ addresses: ['mesh.example.org'], servicePort: 443, discoveryPort: 8443 });
  });

  test('of a mesh on the same cluster is reached by the name of its Service', () => {
    const topology = {
      clusters: { both: { domain: 'example.internal' } },
      meshes: {
        west: { cluster: 'both', namespace: 'west-system', members: ['front'] },
        east: { cluster: 'both', members: ['back'] },
      },
      peerings: [{ between: ['west', 'east'] }],
    };
    const { spec } = objectOf(topology, 'both: ServiceMeshControlPlane/west-system/west');
    expect(partOf(spec, 'gateways', 'additionalIngress', 'east-ingress', 'service', 'type')).toBe('ClusterIP');
    expect(partOf(objectOf(topology, 'both: ServiceMeshPeer/east/west'), 'spec', 'remote')).toEqual({
      addresses: ['east-ingress.west-system.svc.example.internal'],
      servicePort: 15_443,
      discoveryPort: 8188,
    });
  });
});

describe('an egress gateway', () => {
  test('has just what a federation needs', () => {
    const egress = partOf(controlPlaneOf({}), 'gateways', 'additionalEgress');
    expect(egress).toEqual({
      'east-egress': {
        enabled: true,
        requestedNetworkView: ['network-east'],
        service: {
          metadata: { labels: { 'federation.maistra.io/egress-for': 'east' } },
          ports: [
            { name: 'tls', port: 15_443 },
            { name: 'http-discovery', port: 8188 },
          ],
        },
      },
    });
  });
});

describe('the pods of a gateway', () => {
  const requests = { cpu: '250m', memory: '128Mi' };
  const limits = { cpu: '1', memory: '1Gi' };

  test('are as many as stated, with the autoscaler off', () => {
    expect(partOf(ingressOf({ west: { ingress: { runtime: { replicas: 2 } } } }), 'runtime')).toEqual({
      deployment: { replicas: 2, autoScaling: { enabled: false } },
    });
  });

  test('ask for what is stated and are held to it', () => {
    const resources = (runtime: object) => partOf(ingressOf({ west: { ingress: { runtime } } }), 'runtime');
    expect(resources({ requests, limits })).toEqual({ container: { resources: { requests, limits } } });
    expect(resources({ limits: { memory: '1Gi' } })).toEqual({
      container: { resources: { limits: { memory: '1Gi' } } },
    });
  });

  test('of egress gateways are set apart from those of ingress gateways', () => {
    const spec = controlPlaneOf({ west: { egress: { runtime: { replicas: 3, requests } } } });
    expect(partOf(spec, 'gateways', 'additionalEgress', 'east-egress', 'runtime')).toEqual({
      deployment: { replicas: 3, autoScaling: { enabled: false } },
      container: { resources: { requests } },
    });
    expect(partOf(spec, 'gateways', 'additionalIngress', 'east-ingress', 'runtime')).toBeUndefined();
  });
});

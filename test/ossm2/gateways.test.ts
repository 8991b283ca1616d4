import { peerOf, plansOf } from '../helpers/topology-text';

/** Two meshes that peer; the peering and the first mesh as the test wants them. */
function pair({ cluster = '{}', mesh = '{}', peering = '' } = {}): ReturnType<typeof peerOf> {
  return peerOf(
    plansOf(`clusters: { a: ${cluster}, b: {} }
meshes: { a: ${mesh}, b: {} }
peerings:
  - between: [a, b]
${peering}`),
    'a',
    'b',
  );
}

const NLB = { 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb' };

describe('the ports of the gateways', () => {
  test('of an ingress have the numbers and names of fact sheet 3.1', () => {
    expect(pair().ingress.ports).toEqual([
      { name: 'tls', port: 15443 },
      { name: 'https-discovery', port: 8188 },
    ]);
  });

  test('of an egress have the numbers and names of fact sheet 3.1', () => {
    expect(pair().egress.ports).toEqual([
      { name: 'tls', port: 15443 },
      { name: 'http-discovery', port: 8188 },
    ]);
  });

  test('do not change where something in front of the gateway has others', () => {
    const { ports } = pair({ mesh: '{ ingress: { ports: { service: 443, discovery: 8443 } } }' }).ingress;
    expect(ports.map(({ port }) => port)).toEqual([15443, 8188]);
  });
});

describe('the Service of an ingress by default', () => {
  test.each([
    ['rosa', 'LoadBalancer', NLB],
    ['aws', 'LoadBalancer', NLB],
    ['aro', 'LoadBalancer', {}],
    ['azure', 'LoadBalancer', {}],
    ['gcp', 'LoadBalancer', {}],
    ['baremetal', 'NodePort', {}],
    ['other', 'LoadBalancer', {}],
  ])('on %s is a %s', (platform, type, annotations) => {
    const { ingress } = pair({ cluster: `{ platform: ${platform} }` });
    expect([ingress.type, ingress.annotations]).toEqual([type, annotations]);
    expect([ingress.sourceRanges, ingress.loadBalancerIP]).toEqual([[], undefined]);
  });

  test('between two meshes of one cluster is a ClusterIP', () => {
    const federation = plansOf(`clusters: { shared: { platform: aws } }
meshes: { a: { cluster: shared }, b: { cluster: shared } }
peerings: [{ between: [a, b] }]
`);
    const { ingress } = peerOf(federation, 'a', 'b');
    expect([ingress.type, ingress.annotations]).toEqual(['ClusterIP', {}]);
  });
});

describe('a private load balancer', () => {
  test.each([
    ['aws', { ...NLB, 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' }],
    ['rosa', { ...NLB, 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' }],
    ['aro', { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' }],
    ['azure', { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' }],
    ['gcp', { 'networking.gke.io/load-balancer-type': 'Internal' }],
  ])('on %s is asked for by an annotation', (platform, annotations) => {
    const { ingress } = pair({ cluster: `{ platform: ${platform} }`, mesh: '{ ingress: { internal: true } }' });
    expect(ingress.annotations).toEqual(annotations);
  });

  test('elsewhere is asked for by annotations of the user', () => {
    const { ingress } = pair({ mesh: '{ ingress: { internal: true, annotations: { example.org/private: "yes" } } }' });
    expect(ingress.annotations).toEqual({ 'example.org/private': 'yes' });
  });
});

describe('the settings of an ingress', () => {
  test('add to the annotations of the platform, and replace them by name', () => {
    const { ingress } = pair({
      cluster: '{ platform: aws }',
      mesh: '{ ingress: { annotations: { service.beta.kubernetes.io/aws-load-balancer-type: nlb-ip, x: y } } }',
    });
    expect(ingress.annotations).toEqual({ 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb-ip', x: 'y' });
  });

  test('of the side win over those of the peering, and these over those of the mesh', () => {
    const { ingress } = pair({
      mesh: '{ ingress: { annotations: { a: mesh, b: mesh, c: mesh }, sourceRanges: [192.0.2.0/24], runtime: { replicas: 1 } } }',
      peering: `    ingress: { annotations: { b: peering, c: peering }, runtime: { requests: { cpu: 100m } } }
    sides: { a: { ingress: { annotations: { c: side }, sourceRanges: [198.51.100.0/24], runtime: { replicas: 3 } } } }`,
    });
    expect(ingress.annotations).toEqual({ a: 'mesh', b: 'peering', c: 'side' });
    expect(ingress.sourceRanges).toEqual(['198.51.100.0/24']);
    expect([ingress.replicas, ingress.requests]).toEqual([3, { cpu: '100m' }]);
  });

  test('of one side do not reach the other side', () => {
    const federation = plansOf(`clusters: { a: {}, b: {} }
meshes: { a: {}, b: {} }
peerings: [{ between: [a, b], sides: { a: { ingress: { loadBalancerIP: 192.0.2.7 } } } }]
`);
    expect(peerOf(federation, 'a', 'b').ingress.loadBalancerIP).toBe('192.0.2.7');
    expect(peerOf(federation, 'b', 'a').ingress.loadBalancerIP).toBeUndefined();
  });

  test('of a peering reach both sides', () => {
    const federation = plansOf(`clusters: { a: {}, b: {} }
meshes: { a: {}, b: {} }
peerings: [{ between: [a, b], ingress: { sourceRanges: [192.0.2.0/24] }, egress: { runtime: { replicas: 2 } } }]
`);
    const sides = [peerOf(federation, 'a', 'b'), peerOf(federation, 'b', 'a')];
    expect(sides.map(({ ingress }) => ingress.sourceRanges)).toEqual([['192.0.2.0/24'], ['192.0.2.0/24']]);
    expect(sides.map(({ egress }) => egress.replicas)).toEqual([2, 2]);
  });

  test('that only a load balancer has a use for go nowhere else', () => {
    const federation = plansOf(`clusters: { shared: { platform: aws }, far: {} }
meshes: { a: { cluster: shared, ingress: { internal: true, sourceRanges: [192.0.2.0/24] } }, b: { cluster: shared }, c: { cluster: far } }
peerings: [{ hub: a }]
`);
    const [near, far] = ['b', 'c'].map((peer) => peerOf(federation, 'a', peer).ingress);
    expect([near?.type, near?.sourceRanges, near?.annotations]).toEqual(['ClusterIP', [], {}]);
    expect([far?.type, far?.sourceRanges]).toEqual(['LoadBalancer', ['192.0.2.0/24']]);
  });
});

describe('the pods of a gateway', () => {
  test('are left to the operator where nothing is said', () => {
    const { ingress, egress } = pair();
    expect([ingress.replicas, ingress.requests, ingress.limits]).toEqual([undefined, undefined, undefined]);
    expect([egress.replicas, egress.requests, egress.limits]).toEqual([undefined, undefined, undefined]);
  });

  test('of ingress and egress are set up apart', () => {
    const { ingress, egress } = pair({
      mesh: '{ ingress: { runtime: { replicas: 2 } }, egress: { runtime: { limits: { memory: 1Gi } } } }',
    });
    expect([ingress.replicas, ingress.limits, egress.replicas, egress.limits]).toEqual([
      2,
      undefined,
      undefined,
      { memory: '1Gi' },
    ]);
  });
});

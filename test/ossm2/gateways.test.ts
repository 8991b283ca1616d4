import { loadText, peerOf, plansOf, problemsOf } from '../helpers/topology-text';

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

describe('the names of gateways', () => {
  const three = (rest: string) => `clusters: { a: {}, b: {}, c: {} }
meshes: { a: {}, b: { peerPrefix: bee }, c: {} }
${rest}
`;
  const HUB = 'peerings: [{ hub: a }]';
  const namesOf = (text: string, mesh: string, peer: string) => {
    const { ingress, egress } = peerOf(plansOf(text), mesh, peer);
    return [ingress.name, egress.name];
  };

  test('are the prefix of the peer with "-ingress" and "-egress" by default', () => {
    expect(namesOf(three(HUB), 'a', 'b')).toEqual(['bee-ingress', 'bee-egress']);
  });

  test('follow one pattern for all pairs, from which client IDs and tokens are derived', () => {
    const pattern = "defaults: { meshes: { ingress: { name: 'ingress-{peer}' }, egress: { name: 'egress-{peer}' } } }";
    const plans = plansOf(three(`${HUB}\n${pattern}`));
    const names = ['b', 'c'].map((peer) => peerOf(plans, 'a', peer).ingress.name);
    expect(names).toEqual(['ingress-b', 'ingress-c']);
    const { gateways, clientID, remote } = {
      gateways: peerOf(plans, 'b', 'a').egress.name,
      ...peerOf(plans, 'a', 'b'),
    };
    expect([gateways, clientID]).toEqual(['egress-a', 'b.local/ns/b/sa/egress-a-service-account']);
    expect(remote.addresses).toEqual(['<ossm-fed:address:b:ingress-a>']);
  });

  test('replace {peer} by the name of the peer in the mesh, and {prefix} by its prefix', () => {
    const side = "{ peerName: busy, ingress: { name: '{prefix}-to-{peer}' } }";
    const text = three(`peerings: [{ between: [a, b], sides: { a: ${side} } }]`);
    expect(namesOf(text, 'a', 'b')).toEqual(['bee-to-busy', 'bee-egress']);
  });

  test('of a peering, or of the side of a hub with several peers, count before those of the mesh', () => {
    const pattern = "{ ingress: { name: 'in-{peer}' } }";
    const text = three(`peerings: [{ hub: a, sides: { a: ${pattern} }, egress: { name: 'out-{peer}' } }]`);
    expect([namesOf(text, 'a', 'c'), namesOf(text, 'c', 'a')]).toEqual([
      ['in-c', 'out-c'],
      ['a-ingress', 'out-a'],
    ]);
  });

  test.each([
    ['without a placeholder for several peers', 'ingress: { name: »door }', 'TOP103'],
    ['that are the same for ingress and egress', "ingress: { name: '{peer}' }, egress: { name: »'{peer}' }", 'TOP103'],
    [
      'that are too long with the namespace',
      `egress: { name: »'{peer}-${'e'.repeat(50)}' }, namespace: ${'n'.repeat(20)}`,
      'TOP102',
    ],
    ['that start with a digit', "ingress: { name: »'0-{peer}' }", 'TOP101'],
    ['that the control plane uses', "ingress: { name: »'istio-ingressgateway' }", 'TOP103'],
    ['with an unknown placeholder', "ingress: { name: »'ingress-{mesh}' }", 'TOP007'],
  ])('%s are reported where they are stated', (_, props, code) => {
    const text = `clusters: { a: {}, b: {}, c: {} }\npeerings: [{ hub: a }]\nmeshes:\n  b: {}\n  c: {}\n  a: { ${props} }\n`;
    const column = 8 + props.indexOf('»');
    const found = new Set(problemsOf(text.replace('»', '')).map((problem) => problem.split(' ').slice(0, 2).join(' ')));
    expect([...found]).toEqual([`6:${column} ${code}`]);
  });

  test('with an unknown placeholder are told which ones exist', () => {
    const [issue] = loadText(three(`${HUB}\ndefaults: { meshes: { egress: { name: 'egress-{mesh}' } } }`)).issues;
    expect(issue?.fix).toBe('use lowercase letters, digits, "-", and the placeholders {peer} and {prefix}');
  });
});

import { loadText } from '../helpers/topology-text';

const FIX = 'state the "addresses" of each gateway, or other "ports" behind a proxy, under "sides" of its peering';

/** The problems of three meshes on clusters of their own, of which `hub` peers with the others. */
function problemsOf({ hub = '{}', a = '{}', b = '{}', sides = ['{}', '{}'] }): readonly string[] {
  const { issues, warnings } = loadText(`clusters: { hub: {}, a: {}, b: {} }
meshes:
  hub: ${hub}
  a: ${a}
  b: ${b}
peerings:
  - between: [hub, a]
    sides: ${sides[0]}
  - between: [hub, b]
    sides: ${sides[1]}
`);
  const found = [...issues, ...warnings];
  for (const { fix } of found) expect(fix).toBe(FIX);
  return found.map(({ line, path, message, level = 'error' }) => `${level} ${line} ${path}: ${message}`);
}

/** The settings of an ingress with one address, and more. */
function at(address: string, more = ''): string {
  return `{ ingress: { addresses: [${address}]${more} } }`;
}

describe('an address of several gateways', () => {
  test('of one mesh is an error, once for both ports', () => {
    expect(problemsOf({ hub: at('192.0.2.10') })).toEqual([
      'error 3 meshes.hub.ingress.addresses: duplicate address "192.0.2.10" with port 15443 of the ingress gateways "a-ingress" of the mesh "hub", "b-ingress" of the mesh "hub"',
    ]);
  });

  test('that differ in one of the two ports is an error with the other one', () => {
    const other = at('192.0.2.10', ', ports: { service: 31443 }');
    expect(problemsOf({ hub: at('192.0.2.10'), sides: ['{}', `{ hub: ${other} }`] })).toEqual([
      'error 10 peerings[1].sides.hub.ingress.addresses: duplicate address "192.0.2.10" with port 8188 of the ingress gateways "a-ingress" of the mesh "hub", "b-ingress" of the mesh "hub"',
    ]);
  });

  test('is that of a load balancer too', () => {
    expect(problemsOf({ sides: Array(2).fill('{ hub: { ingress: { loadBalancerIP: 192.0.2.10 } } }') })).toEqual([
      expect.stringMatching(/^error 10 peerings\[1\]\.sides\.hub\.ingress\.loadBalancerIP: duplicate address "192/),
    ]);
  });

  test('of both sides of a peering is an error', () => {
    expect(problemsOf({ a: at('A.example.org'), sides: [`{ hub: ${at('a.EXAMPLE.org')} }`, '{}'] })).toEqual([
      expect.stringMatching(
        /^error 4 meshes.a.ingress.addresses: duplicate address "a.example.org" .* "a-ingress" of the mesh "hub", "hub-ingress" of the mesh "a"$/,
      ),
    ]);
  });

  test('of meshes that are not peers is a warning', () => {
    expect(problemsOf({ a: at('10.0.0.1'), b: at('10.0.0.1') })).toEqual([
      'warning 5 meshes.b.ingress.addresses: duplicate address "10.0.0.1" with port 15443 of the ingress gateways "hub-ingress" of the mesh "a", "hub-ingress" of the mesh "b"',
    ]);
  });

  test.each([
    ['other ports', at('192.0.2.10'), `{ hub: ${at('192.0.2.10', ', ports: { service: 31443, discovery: 31188 }')} }`],
    ['other addresses', at('192.0.2.10'), `{ hub: ${at('192.0.2.11')} }`],
  ])('is no problem with %s', (_, hub, side) => {
    expect(problemsOf({ hub, sides: ['{}', side] })).toEqual([]);
  });

  test('names four gateways of many', () => {
    const { issues } = loadText(`clusters: { hub: {}, "s{1..9}": {} }
meshes: { hub: ${at('192.0.2.10')}, "s{1..9}": {} }
peerings: [{ hub: hub }]
`);
    expect(issues.map(({ message }) => message)).toEqual([
      expect.stringMatching(/"s4-ingress" of the mesh "hub" and 5 more$/),
    ]);
  });
});

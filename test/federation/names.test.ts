import { arrivalHosts, clientIDs } from '../helpers/federation-names';
import { meshOf, peerOf, plansOf } from '../helpers/topology-text';

/** The three clouds of the blog; fact sheet 9 tells the names that they must have. */
const THREE_CLOUDS = `clusters: { rosa: { platform: rosa }, aro: { platform: aro }, rog: { platform: gcp } }
meshes:
  rosa-prod-mesh: { cluster: rosa, peerPrefix: rosa-prod, members: [prod-bookinfo] }
  aro-stg-mesh: { cluster: aro, peerPrefix: aro-stg, members: [stg-bookinfo] }
  gcp-dev-mesh: { cluster: rog, peerPrefix: gcp-dev, members: [dev-bookinfo] }
peerings:
  - hub: rosa-prod-mesh
shares:
  - from: aro-stg-mesh
    to: rosa-prod-mesh
    service: { namespace: stg-bookinfo, name: details }
    importAs: { namespace: prod-bookinfo, name: details-v2 }
  - from: gcp-dev-mesh
    to: rosa-prod-mesh
    service: { namespace: dev-bookinfo, name: details }
    importAs: { namespace: prod-bookinfo, name: details-v3 }
`;

/** The minimal topology of fact sheet 10.2. */
const MINIMAL = `clusters: { west: { platform: aws }, east: { platform: azure } }
defaults: { meshes: { version: v2.5 } }
meshes:
  west-mesh: { cluster: west, namespace: west-mesh-system, members: [bookinfo-w] }
  east-mesh: { cluster: east, namespace: east-mesh-system, members: [bookinfo-e] }
peerings: [{ between: [west-mesh, east-mesh] }]
shares: [{ from: west-mesh, to: east-mesh, service: { namespace: bookinfo-w, name: ratings } }]
`;

describe('the three clouds of the blog', () => {
  const federation = plansOf(THREE_CLOUDS);

  test('accept the identities of fact sheet 9', () => {
    expect(clientIDs(federation)).toEqual({
      'aro-stg-mesh accepts rosa-prod-mesh': 'rosa-prod-mesh.local/ns/rosa-prod-mesh/sa/aro-stg-egress-service-account',
      'gcp-dev-mesh accepts rosa-prod-mesh': 'rosa-prod-mesh.local/ns/rosa-prod-mesh/sa/gcp-dev-egress-service-account',
      'rosa-prod-mesh accepts aro-stg-mesh': 'aro-stg-mesh.local/ns/aro-stg-mesh/sa/rosa-prod-egress-service-account',
      'rosa-prod-mesh accepts gcp-dev-mesh': 'gcp-dev-mesh.local/ns/gcp-dev-mesh/sa/rosa-prod-egress-service-account',
    });
  });

  test('import under the hosts of fact sheet 9', () => {
    expect(
      arrivalHosts(federation, 'rosa-prod-mesh', [
        { mesh: 'aro-stg-mesh', namespace: 'stg-bookinfo', name: 'details' },
        { mesh: 'gcp-dev-mesh', namespace: 'dev-bookinfo', name: 'details' },
      ]),
    ).toEqual([
      'details-v2.prod-bookinfo.svc.aro-stg-mesh-imports.local',
      'details-v3.prod-bookinfo.svc.gcp-dev-mesh-imports.local',
    ]);
  });

  test('name what a mesh has for a peer after the peer', () => {
    const { name, mesh, ingress, egress, trustDomain, rootCertificate } = peerOf(
      federation,
      'rosa-prod-mesh',
      'aro-stg-mesh',
    );
    expect({ name, mesh, trustDomain, rootCertificate }).toEqual({
      name: 'aro-stg-mesh',
      mesh: 'aro-stg-mesh',
      trustDomain: 'aro-stg-mesh.local',
      rootCertificate: {
        configMap: 'aro-stg-mesh-ca-root-cert',
        key: 'root-cert.pem.incomplete',
        pem: '<ossm-fed:root:aro-stg-mesh>',
      },
    });
    expect([ingress.name, ingress.labels]).toEqual([
      'aro-stg-ingress',
      { 'federation.maistra.io/ingress-for': 'aro-stg-mesh' },
    ]);
    expect([egress.name, egress.labels, egress.network]).toEqual([
      'aro-stg-egress',
      { 'federation.maistra.io/egress-for': 'aro-stg-mesh' },
      'network-aro-stg-mesh',
    ]);
  });

  test('do not peer two spokes', () => {
    expect(meshOf(federation, 'aro-stg-mesh').peers.map(({ mesh }) => mesh)).toEqual(['rosa-prod-mesh']);
  });
});

describe('the minimal topology of fact sheet 10.2', () => {
  const federation = plansOf(MINIMAL);

  test('names a mesh by its own names', () => {
    const { name, cluster, namespace, trustDomain, members, createsNamespace, controlPlane } = meshOf(
      federation,
      'west-mesh',
    );
    expect({ name, cluster, namespace, trustDomain, members, createsNamespace }).toEqual({
      name: 'west-mesh',
      cluster: 'west',
      namespace: 'west-mesh-system',
      trustDomain: 'west-mesh.local',
      members: ['bookinfo-w'],
      createsNamespace: true,
    });
    expect([controlPlane.name, controlPlane.version, controlPlane.clusterName]).toEqual(['west-mesh', 'v2.5', 'west']);
  });

  test('has the gateways and identities that the fact sheet tells', () => {
    const east = peerOf(federation, 'west-mesh', 'east-mesh');
    expect([east.ingress.name, east.egress.name]).toEqual(['east-mesh-ingress', 'east-mesh-egress']);
    expect(east.clientID).toBe('east-mesh.local/ns/east-mesh-system/sa/west-mesh-egress-service-account');
  });

  test('imports under the host that the fact sheet tells', () => {
    expect(
      arrivalHosts(federation, 'east-mesh', [{ mesh: 'west-mesh', namespace: 'bookinfo-w', name: 'ratings' }]),
    ).toEqual(['ratings.bookinfo-w.svc.west-mesh-imports.local']);
  });
});

describe('each derived name', () => {
  const federation = plansOf(`clusters: { c1: { context: admin@c1, domain: corp.example }, c2: {} }
meshes:
  a: { cluster: c1, namespace: a-system, controlPlane: basic, clusterName: A-Cluster, trustDomain: a.example, peerPrefix: alpha }
  b: { cluster: c2 }
peerings:
  - between: [a, b]
    sides:
      a: { peerName: partner, ingress: { name: in-b }, egress: { name: out-b } }
`);

  test('of a mesh can be chosen', () => {
    const { namespace, trustDomain, controlPlane } = meshOf(federation, 'a');
    expect([namespace, trustDomain, controlPlane.name, controlPlane.clusterName]).toEqual([
      'a-system',
      'a.example',
      'basic',
      'A-Cluster',
    ]);
  });

  test('of a cluster can be chosen', () => {
    expect(federation.map(({ cluster, context }) => [cluster, context])).toEqual([
      ['c1', 'admin@c1'],
      ['c2', 'c2'],
    ]);
  });

  test('of a peer can be chosen, and what follows from it follows', () => {
    const { name, ingress, egress, rootCertificate } = peerOf(federation, 'a', 'b');
    expect([name, ingress.name, egress.name, egress.network, rootCertificate.configMap]).toEqual([
      'partner',
      'in-b',
      'out-b',
      'network-partner',
      'partner-ca-root-cert',
    ]);
    expect(ingress.labels).toEqual({ 'federation.maistra.io/ingress-for': 'partner' });
  });

  test('that was chosen on one side is what the other side accepts and dials', () => {
    const a = peerOf(federation, 'b', 'a');
    expect([a.name, a.trustDomain, a.clientID]).toEqual([
      'a',
      'a.example',
      'a.example/ns/a-system/sa/out-b-service-account',
    ]);
    expect(a.remote.addresses).toEqual(['<ossm-fed:address:a:in-b>']);
  });

  test('of the gateways of a peer follows from the prefix of the mesh towards which they lead', () => {
    const { ingress, egress } = peerOf(federation, 'b', 'a');
    expect([ingress.name, egress.name]).toEqual(['alpha-ingress', 'alpha-egress']);
  });
});

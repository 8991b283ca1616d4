import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import type { RuleCases } from './case';
import { WITHOUT_EAST } from './two-meshes';

const WEST_PEER = 'ServiceMeshPeer east-mesh';
const NORTH_PEER = 'ServiceMeshPeer west';

const domain = (cluster: 'west' | 'east', peer: string, value: unknown) =>
  set(cluster, peer, 'spec.security.trustDomain', value);
const client = (cluster: 'west' | 'east', peer: string, value: unknown) =>
  set(cluster, peer, 'spec.security.clientID', value);

/** A second peer of east-mesh for west-mesh. */
const twin = (name: string, trustDomain: string, namespace = 'east-mesh'): Edit =>
  add(
    'east',
    JSON.stringify({
      apiVersion: 'federation.maistra.io/v1',
      kind: 'ServiceMeshPeer',
      metadata: { name, namespace },
      spec: {
        remote: { addresses: ['west.mesh.example.org'] },
        gateways: { ingress: { name: 'west-mesh-ingress' }, egress: { name: 'west-mesh-egress' } },
        security: { trustDomain, clientID: 'west-mesh.local/ns/west-mesh/sa/east-mesh-egress-service-account' },
      },
    }),
  );

/** FED001: pairs of peers. */
export const cases: RuleCases = {
  rule: 'FED001',
  findings: {
    wrongTrustDomain: [
      { what: 'the mesh that the client ID names', edits: [domain('west', WEST_PEER, 'far.local')] },
      {
        what: 'a client ID of another mesh, and a similar trust domain',
        edits: [domain('west', WEST_PEER, 'east-mash.local'), client('west', WEST_PEER, undefined)],
      },
      {
        what: 'the client ID is stronger than the similar trust domain',
        edits: [...NORTH, domain('west', WEST_PEER, 'eorth-mesh.local'), remove('west', 'ServiceMeshPeer north-mesh')],
      },
      {
        what: 'two meshes wait, and the trust domain is similar to one of them',
        edits: [
          ...NORTH,
          domain('west', WEST_PEER, 'nort-mesh.local'),
          client('west', WEST_PEER, 'far.local/ns/x/sa/y'),
          remove('west', 'ServiceMeshPeer north-mesh'),
        ],
      },
    ],
    unknownTrustDomain: [
      {
        what: 'no mesh of the name, and none that is similar',
        edits: [domain('west', WEST_PEER, 'far.local'), client('west', WEST_PEER, 'far.local/ns/x/sa/y')],
      },
      {
        what: 'the mesh that the client ID names has a peer already',
        edits: [twin('far', 'far.local')],
      },
      { what: 'no control plane on the other side', edits: [remove('east', 'ServiceMeshControlPlane east-mesh')] },
      {
        what: 'two peers with one unknown trust domain',
        edits: [twin('far', 'far.local'), twin('far-2', 'far.local')],
      },
      {
        what: 'no control plane on its own side',
        edits: [remove('west', 'ServiceMeshControlPlane west-mesh'), domain('west', WEST_PEER, 'far.local')],
      },
    ],
    duplicatePeer: [{ what: 'three peers', edits: [twin('a', 'west-mesh.local'), twin('z', 'west-mesh.local')] }],
    missingCounterpart: [
      { what: 'no peer on the other side', edits: [remove('west', WEST_PEER)] },
      { what: 'only peers for others on the other side', edits: [...NORTH, remove('west', WEST_PEER)] },
      {
        what: 'a misplaced peer on the other side that is for another mesh',
        edits: [
          ...NORTH,
          remove('west', WEST_PEER),
          set('west', 'ServiceMeshPeer north-mesh', 'metadata.namespace', 'shop'),
        ],
      },
    ],
  },
  nearMisses: [
    { what: 'three meshes', edits: NORTH },
    { what: 'one cluster: the other side is not among the manifests', edits: WITHOUT_EAST },
    {
      what: 'a peer without a trust domain on the other side is FED005',
      edits: [domain('west', WEST_PEER, undefined)],
    },
    {
      what: 'a peer with the trust domain of its own mesh on the other side is FED005',
      edits: [domain('west', WEST_PEER, 'west-mesh.local')],
    },
    {
      what: 'a misplaced peer on the other side is FED003',
      edits: [set('west', WEST_PEER, 'metadata.namespace', 'shop')],
    },
    {
      what: 'a misplaced peer with an unknown trust domain is FED003',
      edits: [twin('far', 'far.local', 'stock')],
    },
    {
      what: 'two misplaced peers with one trust domain are FED003',
      edits: [twin('a', 'west-mesh.local', 'stock'), twin('b', 'west-mesh.local', 'stock')],
    },
    {
      what: 'two meshes with one trust domain are FED005',
      edits: [
        ...NORTH,
        set('east', 'ServiceMeshControlPlane north-mesh', 'spec.security.trust.domain', 'east-mesh.local'),
        remove('west', 'ServiceMeshPeer north-mesh'),
      ],
    },
    { what: 'two peers without a trust domain are FED005', edits: [twin('a', ''), twin('b', '')] },
    {
      what: 'one mesh beside its peer in one cluster',
      edits: [...NORTH, ...WITHOUT_EAST, domain('east', NORTH_PEER, 'west-mesh.local'), remove('west', WEST_PEER)],
    },
  ],
};

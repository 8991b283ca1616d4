import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import type { RuleCases } from './case';
import { WITHOUT_EAST } from './two-meshes';

const DOMAIN = 'spec.security.trust.domain';
const WEST_PEER = 'ServiceMeshPeer east-mesh';

const mesh = (cluster: 'west' | 'east', name: string, value: unknown) =>
  set(cluster, `ServiceMeshControlPlane ${name}`, DOMAIN, value);
const peer = (value: unknown) => set('west', WEST_PEER, 'spec.security.trustDomain', value);

/** A mesh without peers beside west-mesh. */
function beside(domain: string): Edit {
  const metadata = { name: 'lonely', namespace: 'lonely' };
  const spec = { version: 'v2.6', security: { trust: { domain } } };
  return add('west', JSON.stringify({ apiVersion: 'maistra.io/v2', kind: 'ServiceMeshControlPlane', metadata, spec }));
}

/** FED005: trust domains. */
export const cases: RuleCases = {
  rule: 'FED005',
  findings: {
    defaultOfMesh: [
      { what: 'no trust domain', edits: [mesh('east', 'east-mesh', undefined)] },
      {
        what: 'two meshes with the default one',
        edits: [
          mesh('east', 'east-mesh', 'cluster.local'),
          mesh('west', 'west-mesh', 'cluster.local'),
          peer('cluster.local'),
        ],
      },
    ],
    duplicate: [
      { what: 'the other mesh has it', edits: [mesh('west', 'west-mesh', 'east-mesh.local')] },
      {
        what: 'two other meshes have it',
        edits: [...NORTH, mesh('west', 'west-mesh', 'east-mesh.local'), mesh('east', 'north-mesh', 'east-mesh.local')],
      },
    ],
    missing: [
      { what: 'no trust domain', edits: [peer(undefined)] },
      { what: 'an empty trust domain', edits: [peer('')] },
      {
        what: 'no trust domain, and no control plane',
        edits: [peer(undefined), remove('west', 'ServiceMeshControlPlane west-mesh')],
      },
    ],
    ownOfPeer: [
      { what: 'that of its own mesh', edits: [peer('west-mesh.local')] },
      {
        what: 'that of its own mesh and of a mesh without peers',
        edits: [peer('west-mesh.local'), beside('west-mesh.local')],
      },
      {
        what: 'the default one, which is its own',
        edits: [peer('cluster.local'), mesh('west', 'west-mesh', undefined)],
      },
    ],
    defaultOfPeer: [
      { what: 'one cluster', edits: [...WITHOUT_EAST, peer('cluster.local')] },
      {
        what: 'one cluster, and a mesh without peers with the default one',
        edits: [...WITHOUT_EAST, peer('cluster.local'), beside('cluster.local')],
      },
      {
        what: 'one cluster without control planes',
        edits: [...WITHOUT_EAST, peer('cluster.local'), remove('west', 'ServiceMeshControlPlane west-mesh')],
      },
    ],
  },
  nearMisses: [
    { what: 'another mesh without peers has the trust domain', edits: [beside('west-mesh.local')] },
    { what: 'a mesh without peers has the default trust domain', edits: [beside('cluster.local')] },
    { what: 'an unknown trust domain is FED001', edits: [peer('far.local')] },
    { what: 'the default trust domain among several clusters is FED001', edits: [peer('cluster.local')] },
    { what: 'an unknown trust domain and one cluster', edits: [...WITHOUT_EAST, peer('far.local')] },
    {
      what: 'the name of the mesh in capitals',
      edits: [mesh('east', 'east-mesh', 'EAST-mesh.local'), peer('EAST-mesh.local')],
    },
  ],
};

import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import { setOfAPeer } from '../../../lib/lint/rules/fed002-set-of-a-peer';
import type { RuleCases } from './case';

const EXPORTS = 'ExportedServiceSet west-mesh';
const IMPORTS = 'ImportedServiceSet east-mesh';

const addSet = (cluster: 'west' | 'east', kind: 'Exported' | 'Imported', name: string, namespace?: string): Edit =>
  add(
    cluster,
    JSON.stringify({
      apiVersion: 'federation.maistra.io/v1',
      kind: `${kind}ServiceSet`,
      metadata: { name, ...(namespace !== undefined && { namespace }) },
      spec: {},
    }),
  );
const rename = (object: string, name: string) => set('east', object, 'metadata.name', name);

const WITHOUT_SETS = [remove('west', IMPORTS), remove('east', EXPORTS)];
const WITHOUT_CONTROL_PLANE = [
  remove('west', 'ServiceMeshControlPlane west-mesh'),
  remove('west', 'ServiceMeshMemberRoll default'),
];

/** A ServiceMeshPeer of another product. */
const OTHER_PEER = add(
  'east',
  '{ apiVersion: example.org/v1, kind: ServiceMeshPeer, metadata: { name: other, namespace: east-mesh } }',
);

/** FED002: the names of sets, and pairs of peers without sets. */
export const cases: RuleCases = {
  rule: 'FED002',
  findings: {
    unknownPeerBesideKnown: [
      {
        what: 'a misspelled name of exports, of two peers',
        edits: [...NORTH, addSet('west', 'Exported', 'north-msh', 'west-mesh')],
      },
      { what: "the mesh's own name, beside the only peer", edits: [rename(EXPORTS, 'east-mesh')] },
      {
        what: 'two sets of an only peer',
        edits: [addSet('east', 'Imported', 'x', 'east-mesh'), addSet('east', 'Imported', 'y', 'east-mesh')],
      },
      {
        what: 'a peer of another product does not count',
        edits: [OTHER_PEER, addSet('east', 'Imported', 'othr', 'east-mesh')],
      },
      {
        what: 'no control plane, and peers in the namespace',
        edits: [...WITHOUT_CONTROL_PLANE, addSet('west', 'Exported', 'east', 'west-mesh')],
      },
      {
        what: 'nothing has a namespace, and there is no control plane',
        edits: [
          ...WITHOUT_CONTROL_PLANE,
          set('west', 'ServiceMeshPeer east-mesh', 'metadata.namespace', undefined),
          set('west', IMPORTS, 'metadata.namespace', undefined),
          addSet('west', 'Exported', 'east'),
        ],
      },
      {
        what: 'two peers without sets of their names',
        edits: [...WITHOUT_SETS, addSet('east', 'Exported', 'west', 'east-mesh')],
      },
      {
        what: 'the same on the other side',
        edits: [...WITHOUT_SETS, addSet('west', 'Imported', 'est-mesh', 'west-mesh')],
      },
      {
        what: 'a misplaced peer of the name in another cluster',
        edits: [
          addSet('east', 'Imported', 'west', 'east-mesh'),
          add(
            'west',
            '{ apiVersion: federation.maistra.io/v1, kind: ServiceMeshPeer, metadata: { name: west, namespace: shop } }',
          ),
        ],
      },
    ],
    unknownPeer: [
      {
        what: 'the name of a peer of the other mesh in the cluster',
        edits: [
          ...NORTH,
          addSet('east', 'Exported', 'west-mesh-2', 'north-mesh'),
          set('east', 'ExportedServiceSet west-mesh-2', 'metadata.name', 'west-mesh'),
        ],
      },
      {
        what: 'no control plane, and the name of a peer in another namespace',
        edits: [
          ...WITHOUT_CONTROL_PLANE,
          add(
            'west',
            '{ apiVersion: federation.maistra.io/v1, kind: ServiceMeshPeer, metadata: { name: other, namespace: shop } }',
          ),
          addSet('west', 'Exported', 'other', 'shop'),
          addSet('west', 'Exported', 'east-mesh', 'shop'),
        ],
      },
      { what: 'no peer is left: the only one has a set', edits: [addSet('east', 'Exported', 'west-msh', 'east-mesh')] },
      {
        what: 'two peers, none of a similar name',
        edits: [...NORTH, addSet('west', 'Exported', 'outside', 'west-mesh')],
      },
      { what: 'no peers', edits: [remove('east', 'ServiceMeshPeer west-mesh')] },
    ],
    idlePair: [{ what: 'no sets', edits: WITHOUT_SETS }],
  },
  nearMisses: [
    { what: 'only exports', edits: [remove('west', IMPORTS)] },
    { what: 'only imports', edits: [remove('east', EXPORTS)] },
    {
      what: 'only exports of the other side',
      edits: [...WITHOUT_SETS, addSet('west', 'Exported', 'east-mesh', 'west-mesh')],
    },
    {
      what: 'only imports of the other side',
      edits: [...WITHOUT_SETS, addSet('east', 'Imported', 'west-mesh', 'east-mesh')],
    },
    {
      what: 'a peer without a counterpart is FED001',
      edits: [...WITHOUT_SETS, remove('west', 'ServiceMeshPeer east-mesh')],
    },
    { what: 'a set outside of the control planes is FED003', edits: [addSet('east', 'Imported', 'west-msh', 'stock')] },
    {
      what: 'the peer of the set is outside of the control plane: FED003',
      edits: [set('east', 'ServiceMeshPeer west-mesh', 'metadata.namespace', 'stock')],
    },
    {
      what: 'no control plane, and no peers in the namespace',
      edits: [...WITHOUT_CONTROL_PLANE, addSet('west', 'Exported', 'east', 'shop')],
    },
    {
      what: 'the example with the name of the peer',
      edits: [...setOfAPeer.example.fault, rename('ImportedServiceSet west-msh', 'west-mesh')],
    },
  ],
};

import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const LABEL = 'metadata.labels[topology.istio.io/network]';
const label = (network: string) => set('west', 'Gateway remote-north-mesh', LABEL, network);
const entry = (network: string) => set('west', 'WorkloadEntry archive-attic-north-mesh', 'spec.network', network);
const peer = (name: string) =>
  add(
    'west',
    `{ apiVersion: federation.maistra.io/v1, kind: ServiceMeshPeer, metadata: { name: ${name}, namespace: west-mesh }, spec: {} }`,
  );

/** FED111: networks of other meshes. */
export const cases: RuleCases = {
  rule: 'FED111',
  findings: {
    ownNetwork: [
      { what: 'also in the WorkloadEntry', edits: [label('network-west-mesh'), entry('network-west-mesh')] },
    ],
    networkOfPeer: [
      {
        what: 'while OpenShift Service Mesh 2 is there',
        edits: [label('network-north'), entry('network-north'), peer('north')],
      },
    ],
  },
  nearMisses: [
    { what: 'the name of a former peer', edits: [label('network-north'), entry('network-north')] },
    { what: 'a peer with another name', edits: [label('network-north'), entry('network-north'), peer('attic')] },
    {
      what: 'the name that the other mesh gives itself',
      edits: [label('network-north-mesh'), entry('network-north-mesh')],
    },
    {
      what: 'the gateway of the own network',
      edits: [remove('east', 'Gateway eastwestgateway', 'spec.listeners[0].hostname')],
    },
    {
      what: 'no label',
      edits: [
        remove('west', 'Gateway remote-north-mesh', LABEL),
        set('west', 'WorkloadEntry archive-attic-north-mesh', 'spec.address', '203.0.113.9'),
      ],
    },
  ],
};

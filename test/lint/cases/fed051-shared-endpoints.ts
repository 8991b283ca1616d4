import { set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import { sharedEndpoints } from '../../../lib/lint/rules/fed051-shared-endpoints';
import type { RuleCases } from './case';

const PEER = 'ServiceMeshPeer east-mesh';

/** FED051: addresses of two gateways. */
export const cases: RuleCases = {
  rule: 'FED051',
  findings: {
    ownMesh: [
      {
        what: 'in capital letters and with a dot at the end',
        edits: [set('west', PEER, 'spec.remote.addresses', ['WEST.mesh.example.org.'])],
      },
    ],
    twoGateways: [
      {
        what: 'two peers for two gateways of west',
        edits: [...NORTH, set('east', 'ServiceMeshPeer west', 'spec.remote.addresses', ['west.mesh.example.org'])],
      },
    ],
    twoMeshes: [
      {
        what: 'two meshes at one address',
        edits: [...NORTH, set('west', 'ServiceMeshPeer north-mesh', 'spec.remote.addresses', ['203.0.113.7'])],
      },
    ],
  },
  nearMisses: [
    {
      what: 'a proxy in front of both clusters, with different ports',
      edits: [
        ...sharedEndpoints.example.fault,
        set('west', PEER, 'spec.remote.servicePort', 25443),
        set('west', PEER, 'spec.remote.discoveryPort', 28188),
      ],
    },
    {
      what: 'one gateway for two peers at one address',
      edits: [
        ...NORTH,
        set('east', 'ServiceMeshPeer west', 'spec.remote.addresses', ['west.mesh.example.org']),
        set('west', 'ServiceMeshPeer north-mesh', 'spec.gateways.ingress.name', 'east-mesh-ingress'),
      ],
    },
  ],
};

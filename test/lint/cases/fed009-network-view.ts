import { type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import type { RuleCases } from './case';

const VIEW = 'spec.gateways.additionalEgress.east-mesh-egress.requestedNetworkView';

const view = (value: unknown) => set('west', 'ServiceMeshControlPlane west-mesh', VIEW, value);
const WRONG = view(['east-network']);

/** Two peers with one egress gateway, which requests the network of the first. */
const SHARED = [...NORTH, set('west', 'ServiceMeshPeer north-mesh', 'spec.gateways.egress.name', 'east-mesh-egress')];

/** The operator of west, pinned to a version. */
const pinned = (version: string, fields: object = {}): Edit =>
  set('west', 'Subscription servicemeshoperator', 'spec', {
    name: 'servicemeshoperator',
    channel: 'stable',
    source: 'redhat-operators',
    sourceNamespace: 'openshift-marketplace',
    installPlanApproval: 'Manual',
    startingCSV: `servicemeshoperator.v${version}`,
    ...fields,
  });

/** FED009: the network that an egress gateway requests. */
export const cases: RuleCases = {
  rule: 'FED009',
  findings: {
    wrongNetwork: [
      { what: 'of a gateway that two peers share', edits: SHARED },
      { what: 'none of the networks of two peers', edits: [...SHARED, WRONG] },
      { what: 'two wrong ones, one of them not text', edits: [view(['network-west-mesh', 7])] },
      { what: 'the operator is pinned to the fix', edits: [WRONG, pinned('2.3.4')] },
      { what: 'the operator is pinned to a later version', edits: [WRONG, pinned('2.4.0')] },
      { what: 'the operator is pinned to a version of two digits', edits: [WRONG, pinned('2.3.10')] },
      { what: 'the operator is pinned to an unknown version', edits: [WRONG, pinned('2.3.x')] },
      {
        what: 'the operator starts with an old version and is updated',
        edits: [WRONG, pinned('2.2.9', { installPlanApproval: 'Automatic' })],
      },
      { what: 'another operator is pinned', edits: [WRONG, pinned('2.2.9', { name: 'kiali-ossm' })] },
    ],
    wrongNetworkForOldOperator: [
      { what: 'the version before the fix', edits: [WRONG, pinned('2.3.3')] },
      {
        what: 'beside another operator',
        edits: [
          WRONG,
          pinned('2.3.0'),
          set('west', 'Subscription kiali', '', {
            apiVersion: 'operators.coreos.com/v1alpha1',
            kind: 'Subscription',
            metadata: { name: 'kiali', namespace: 'openshift-operators' },
            spec: { name: 'kiali-ossm', channel: 'stable' },
          }),
        ],
      },
      { what: 'an older minor version', edits: [WRONG, pinned('2.2.9')] },
    ],
  },
  nearMisses: [
    {
      what: 'the networks of two peers that share the gateway',
      edits: [...SHARED, view(['network-east-mesh', 'network-north-mesh'])],
    },
    { what: 'another network beside that of the peer', edits: [view(['network-west-mesh', 'network-east-mesh'])] },
    { what: 'an empty list', edits: [view([])] },
    { what: 'no list', edits: [view(undefined)] },
    { what: 'text instead of a list is FED023', edits: [view('east-network')] },
    {
      what: 'a gateway that no peer uses',
      edits: [WRONG, set('west', 'ServiceMeshPeer east-mesh', 'spec.gateways.egress.name', 'x')],
    },
    {
      what: 'a peer without an egress gateway',
      edits: [WRONG, remove('west', 'ServiceMeshPeer east-mesh', 'spec.gateways.egress')],
    },
  ],
};

/** The two meshes of the samples in a healthy state, without shared services. */

import type { Observation } from '../../../lib/status/observation';
import type { FederationStatus } from '../../../lib/status/report';
import type { Fields } from '../../../lib/values';
import { reading, statusOf, surroundings, TOPOLOGY } from './west-east';

const NOW = Date.parse('2026-11-25T13:23:00Z');

/** An instant that is some seconds before the observation. */
export const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

/** The ServiceMeshPeer of one of the two meshes for the other, connected for ten minutes. */
function peer(own: 'west' | 'east', other: 'west' | 'east', address: string): Fields {
  const watch = { connected: true, lastConnected: ago(600), lastFullSync: ago(30) };
  const entry = { pod: `istiod-${own}-mesh-a0`, watch, remotes: [{ ...watch, source: '10.0.0.1' }] };
  return {
    kind: 'ServiceMeshPeer',
    metadata: { name: `${other}-mesh`, namespace: `${own}-mesh`, creationTimestamp: ago(900) },
    spec: {
      gateways: { egress: { name: `${other}-mesh-egress` }, ingress: { name: `${other}-mesh-ingress` } },
      remote: { addresses: [address] },
      security: {
        certificateChain: { kind: 'ConfigMap', name: `${other}-mesh-ca-root-cert` },
        clientID: `${other}-mesh.local/ns/${other}-mesh/sa/${own}-mesh-egress-service-account`,
        trustDomain: `${other}-mesh.local`,
      },
    },
    status: { discoveryStatus: { active: [entry] } },
  };
}

/** What was read of the two clusters, each object changed by a function. */
export function observed(change: (object: Fields, cluster: 'west' | 'east') => Fields = (same) => same): Observation {
  const around = surroundings();
  return {
    time: new Date(NOW),
    clusters: {
      west: reading([...around.west, peer('west', 'east', '10.77.2.21')].map((object) => change(object, 'west'))),
      east: reading([...around.east, peer('east', 'west', '10.77.1.21')].map((object) => change(object, 'east'))),
    },
  };
}

/** The status of an observation, of a topology without shares. */
export function statusWithoutShares(observation: Observation): FederationStatus {
  return statusOf(observation, { ...TOPOLOGY, shares: [] });
}

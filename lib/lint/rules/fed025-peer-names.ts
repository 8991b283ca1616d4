import type { ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';

/** The limit of the name of a peer in characters: a label of 63 has it behind `network-`. */
const MAX_CHARACTERS = 55;

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

const NAME = ['metadata', 'name'];

const INVALID_NAMES = 'the names made of it are invalid: the network of the peer and the hosts of its services';

const FINDINGS = {
  nameOfOwnCluster: {
    severity: 'error',
    message: 'the peer has the same name "{name}" as the cluster of its own mesh',
    effect: 'istiod cannot register the peer, and its status stays empty',
    fix: 'rename the peer, or write another spec.cluster.name in the control plane "{mesh}"',
    related: ['the name of the cluster'],
  },
  invalidName: {
    severity: 'error',
    message: 'invalid peer name "{name}": it is not a DNS label',
    effect: INVALID_NAMES,
    fix: 'write only lower-case letters, digits and "-", with no "-" first or last',
  },
  longName: {
    severity: 'error',
    message: `the peer name has {length} characters; the limit is ${MAX_CHARACTERS}`,
    effect: INVALID_NAMES,
    fix: 'write a shorter name',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED025: the names of peers can be those of clusters, and differ from the mesh's own. */
export const peerNames: Rule = {
  id: 'FED025',
  generations: ['ossm2'],
  title: 'the name of a peer is a DNS label of at most 55 characters and not the name of its own cluster',
  cause:
    'A peer is a cluster to istiod: its name is a cluster ID, part of a network name and part of the hosts of its services.',
  fix: 'Rename the peer, or give the control plane another cluster.name; rename its exported and imported service sets alike.',
  sources: [
    'maistra/istio pkg/servicemesh/federation/discovery/controller.go (cluster ID and network of a peer)',
    'maistra/istio pkg/servicemesh/federation/common/util.go (hosts)',
  ],
  findings: FINDINGS,
  example: { fault: [set('west', 'ServiceMeshControlPlane west-mesh', 'spec.cluster.name', 'east-mesh')] },
  check: (fleet, report) => {
    for (const peer of fleet.peers) {
      const found = checkCluster(peer) ?? checkForm(peer);
      if (found !== undefined) report(found);
    }
  },
};

function checkCluster({ mesh, name, object }: ObservedPeer): Finding | undefined {
  if (mesh?.clusterName !== name) return undefined;
  const related = [{ object: mesh.object, path: ['spec', 'cluster', 'name'] }];
  return finding('nameOfOwnCluster', { object, path: NAME, related }, { name, mesh: mesh.name });
}

function checkForm({ name, object }: ObservedPeer): Finding | undefined {
  const { length } = name;
  if (length > MAX_CHARACTERS) return finding('longName', { object, path: NAME }, { length });
  // A missing name is what FED023 is about.
  return name === '' || LABEL.test(name) ? undefined : finding('invalidName', { object, path: NAME }, { name });
}

import type { ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';

/** A label of 63 characters holds the name behind `network-`. */
const MOST_CHARACTERS = 55;

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** FED025: the names of peers can be those of clusters, and are none that the mesh has already. */
export const peerNames: Rule = {
  id: 'FED025',
  severity: 'error',
  title: 'the name of a peer is a DNS label of at most 55 characters and not the name of the own cluster',
  cause:
    'A peer is a cluster to istiod: its name is a cluster id, part of a network name and part of the hosts of its services.',
  effect: 'istiod cannot register the peer, and its status stays empty',
  fix: 'Give the peer another name, or the control plane another cluster.name; name the sets of services alike.',
  source: 'fact sheet 1.3, 1.5 and 8 (F1)',
  example: { fault: [set('west', 'ServiceMeshControlPlane west-mesh', 'spec.cluster.name', 'east-mesh')] },
  check: (fleet, report) => {
    for (const peer of fleet.peers) {
      const finding = checkCluster(peer) ?? checkForm(peer);
      if (finding !== undefined) report(finding);
    }
  },
};

const NAME = ['metadata', 'name'];

function checkCluster({ mesh, name, object }: ObservedPeer): Finding | undefined {
  if (mesh?.clusterName !== name) return undefined;
  return {
    object,
    path: NAME,
    message: `the peer is called "${name}", which is the name of the own cluster`,
    fix: `give the peer another name, or write another spec.cluster.name in the control plane "${mesh.name}"`,
    related: [{ object: mesh.object, path: ['spec', 'cluster', 'name'], text: 'the name of the own cluster' }],
  };
}

function checkForm({ name, object }: ObservedPeer): Finding | undefined {
  if (name === '' || (LABEL.test(name) && name.length <= MOST_CHARACTERS)) return undefined;
  const isLong = name.length > MOST_CHARACTERS;
  return {
    object,
    path: NAME,
    message: isLong
      ? `the name of the peer has ${name.length} characters, and ${MOST_CHARACTERS} fit`
      : `the name of the peer "${name}" is no DNS label`,
    effect: 'names that are made of it are not valid: the network of the peer and the hosts of its services',
    fix: isLong ? 'write a shorter name' : 'write lower-case letters, digits and "-" only',
  };
}

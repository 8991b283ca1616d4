import type { ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';

/** A label of 63 characters holds the name behind `network-`. */
const MAX_CHARACTERS = 55;

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

const NAME = ['metadata', 'name'];

const INVALID = 'names that are derived from it are invalid: the network of the peer and the hosts of its services';

const FINDINGS = {
  ownClusterName: {
    severity: 'error',
    message: 'the name "{name}" of the peer is the cluster name of the mesh itself',
    effect: 'istiod cannot register the peer, and its status stays empty',
    fix: 'give the peer another name, or write another spec.cluster.name in the control plane "{controlPlane}"',
    related: ['the cluster name of the mesh itself'],
  },
  tooLong: {
    severity: 'error',
    message: `the name of the peer has {length} characters, more than ${MAX_CHARACTERS}`,
    effect: INVALID,
    fix: 'write a shorter name',
  },
  invalidLabel: {
    severity: 'error',
    message: 'the name "{name}" of the peer is an invalid DNS label',
    effect: INVALID,
    fix: 'write lowercase letters, digits and "-" only',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED025: the names of peers are valid as names of clusters, and differ from the mesh's own. */
export const peerNames: Rule = {
  id: 'FED025',
  generations: ['ossm2'],
  title: "the name of a peer is a DNS label of at most 55 characters and not the mesh's own cluster name",
  cause:
    'A peer is a cluster to istiod: its name is a cluster ID, part of a network name and part of the hosts of its services.',
  fix: 'Give the peer another name, or the control plane another cluster.name; rename its sets of services with it.',
  sources: [
    'maistra/istio pkg/servicemesh/federation/discovery (remote clusters by the name of the peer)',
    'Kubernetes documentation, Object Names and IDs (RFC 1123 label names)',
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
  return finding('ownClusterName', { object, path: NAME, related }, { name, controlPlane: mesh.name });
}

function checkForm({ name, object }: ObservedPeer): Finding | undefined {
  if (name === '') return undefined;
  const place = { object, path: NAME };
  if (name.length > MAX_CHARACTERS) return finding('tooLong', place, { length: name.length });
  return LABEL.test(name) ? undefined : finding('invalidLabel', place, { name });
}

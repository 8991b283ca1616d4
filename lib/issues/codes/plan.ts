import type { CodeEntries } from './entry';

const TOGETHER =
  'Change both sides close together: gateways and certificates first, ServiceMeshPeers last. Before a planned outage delete the ServiceMeshPeer of the other side.';

/** The codes of what `ossm-fed plan` cannot compare, and of what it warns about. */
export const PLAN_CODES = {
  PLN001: {
    title: 'unreadable git revision',
    meaning:
      'The directory is not in a git repository, the repository does not have the revision or the directory in it, or git is not installed.',
    fix: 'Run the command in the repository, fetch the revision, or name the output directory with "--dist".',
    example: 'ossm-fed plan --from-git origin/main --to-git HEAD',
  },
  PLN002: {
    title: 'unreadable manifest',
    meaning: 'A manifest of the state before or after cannot be read or parsed, so the changes are not known.',
    fix: 'Fix the file, or exclude it from the directory.',
  },
  PLN003: {
    title: 'incomplete comparison',
    meaning:
      'The dump does not have all objects or fields that "synth" writes: "gather" keeps what "status" reads, which is no Secret and no specification of control planes and workloads.',
    fix: 'Compare with the clusters, or with another revision ("--from-git").',
  },
  PLN004: {
    title: 'missing value',
    meaning:
      'A manifest after the change has a token for a value that is not in the lock, which would replace the value before.',
    fix: 'Run "ossm-fed fetch", and plan again.',
  },
  PLN010: {
    title: 'peer that is cut off',
    meaning:
      'After the change, or until the other side is changed too, a mesh cannot reach a peer that it has. istiod polls such a peer again and again while it holds a lock, so the whole mesh that waits sees no new pods and endpoints, not only those of the peer.',
    fix: TOGETHER,
  },
  PLN011: {
    title: 'one-sided peer',
    meaning:
      'A ServiceMeshPeer is created whose other side has none. The mesh that has it waits for an answer, which freezes its control plane as in PLN010.',
    fix: TOGETHER,
  },
  PLN012: {
    title: 'field that istiod does not update',
    meaning:
      'The control plane copies "clientID" and "gateways.ingress.name" of a ServiceMeshPeer when it first sees it. A later change applies to discovery but not to service traffic. A ServiceMeshPeer that is deleted and created again at once is lost for exports until istiod restarts.',
    fix: 'Apply the change and restart istiod. Or delete the ServiceMeshPeer, wait until istiod has removed it, and create it.',
    example: 'oc -n west-mesh rollout restart deployment/istiod-west-mesh',
  },
  PLN013: {
    title: 'immutable field',
    meaning: 'The API server or the operator cannot change the field of an existing object.',
    fix: 'Delete the object and apply it again; what runs in it is down meanwhile.',
  },
  PLN014: {
    title: 'gateway that may move',
    meaning:
      'The Service of an ingress gateway changes, so that its load balancer may get another address, or its ports other numbers. Peers use the old ones until they are fetched and applied.',
    fix: 'Apply the stage "20-mesh", run "ossm-fed fetch" and "ossm-fed synth", and apply "40-federation" of the peers at once.',
  },
  PLN015: {
    title: 'mesh with another identity',
    meaning:
      'The trust domain or the network of a mesh changes, or its control plane goes. Peers have copies of both in their Istio resources and entries, so calls in both directions are answered with 503 until they are changed too.',
    fix: 'Apply the stages "20-mesh" and "40-federation" of all clusters at the same time, and restart the workloads of the mesh.',
  },
  PLN016: {
    title: 'root certificate that is no longer trusted',
    meaning:
      'After the change an Istio resource has none of the root certificates of a peer that it had before. Workloads of the peer that still have a certificate of the old root can neither call the mesh nor be called.',
    fix: 'Keep both root certificates until all workloads of the peer have a certificate of the new one.',
    example: 'ossm-fed fetch && ossm-fed synth',
  },
  PLN017: {
    title: 'imported host that is no longer served',
    meaning:
      'The mesh that exports no longer exposes a host, or no longer has its ServiceEntry, while another mesh still imports it. Requests to the host are answered with 503.',
    fix: 'Remove the import first: apply "40-federation" and "50-traffic" of the cluster that imports.',
  },
} as const satisfies CodeEntries;

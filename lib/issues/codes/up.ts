import type { CodeEntries } from './entry';

/** The codes of `ossm-fed up` and `ossm-fed down`, and of the identities of clusters. */
export const UP_CODES = {
  CLI010: {
    title: 'unknown stage on the command line',
    meaning: '"--to" names a stage that no cluster has.',
    fix: 'Write a stage, such as "mesh" or "20-mesh".',
  },
  CLI011: {
    title: 'deletion that is not confirmed',
    meaning: '"ossm-fed down" asks before it deletes anything, and requires a terminal for it.',
    fix: 'Check the list that it prints, then run it with "--yes".',
  },
  UP001: {
    title: 'another cluster behind a context',
    meaning:
      'The lock has the identity of each cluster, the UID of its namespace kube-system. The kubeconfig context leads to a cluster with another one, so nothing was written.',
    fix: 'Fix the context. If the cluster was installed again, remove it below "clusters" in the lock.',
    example: 'clusters:\n  rosa:\n    uid: 0d5b3a5e-3c0a-4c1c-9a55-7f3a0f1f9b11',
  },
  UP002: {
    title: 'identity of a cluster not checked',
    meaning:
      'The user may not get the namespace kube-system, so a context that leads to another cluster is not noticed.',
    fix: 'Let an administrator apply what "--print-rbac" prints.',
    example: 'ossm-fed fetch --print-rbac --cluster rosa --subject Group:platform | oc --context rosa apply -f -',
  },
  UP003: {
    title: 'conflict with another field manager',
    meaning:
      'Another field manager, such as kubectl, Argo CD or a person with an editor, owns fields that the topology sets to other values. They are not taken over.',
    fix: 'Let the other manager give the fields up, or write the same values in the topology.',
  },
  UP004: {
    title: 'rejected object',
    meaning:
      'The API server, an admission webhook or a missing namespace prevents that an object is written. Objects of later stages of the cluster were not applied.',
    fix: 'See the reason with a server-side dry run of kubectl, and fix the topology or the cluster.',
  },
  UP005: {
    title: 'missing permission to write',
    meaning: 'The API server answered 403 Forbidden.',
    fix: 'Let an administrator apply what "--print-rbac" prints.',
    example: 'ossm-fed up --print-rbac --cluster rosa --subject Group:platform | oc --context rosa apply -f -',
  },
  UP006: {
    title: 'stage not complete in time',
    meaning: 'A condition of a stage did not become true in time, such as a control plane that is not Ready.',
    fix: 'See the status and events of the object, and run "ossm-fed up" again; it continues where it stopped.',
  },
  UP007: {
    title: 'peer not applied yet',
    meaning:
      'A peer that does not answer freezes the control plane of the mesh that has it. So a ServiceMeshPeer is applied only when both meshes are ready, and their root certificates and addresses are known.',
    fix: 'Fix what the other problems say of the other cluster, then run "ossm-fed up" again.',
  },
  UP008: {
    title: 'object that the topology no longer has',
    meaning: 'An earlier "ossm-fed up" applied the object. It stays until it is pruned.',
    fix: 'Run "ossm-fed up --prune" to delete it.',
  },
  UP009: {
    title: 'object that was not deleted',
    meaning:
      'An object could not be deleted, is not gone yet because of its finalizers, or stays because others still need it.',
    fix: 'See its finalizers and events, and run the command again.',
  },
  UP010: {
    title: 'inventory of another topology',
    meaning:
      'The inventory on the cluster lists meshes of which the topology has none, so it belongs to another topology.',
    fix: 'Pass another name with "--inventory", or use the topology that it belongs to.',
  },
} as const satisfies CodeEntries;

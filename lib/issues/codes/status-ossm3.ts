import type { CodeEntries } from './entry';

const APPLY_FEDERATION = 'Apply "40-federation" of the cluster, and look for an object that is written by others.';

/** The codes of what `ossm-fed status` finds with OpenShift Service Mesh 3 alone. */
export const OSSM3_STATUS_CODES = {
  STA014: {
    title: 'network plugin (IstioCNI) not ready',
    meaning: 'The IstioCNI resource is not "Ready". New pods with a sidecar do not start until it is.',
    fix: 'Read the conditions of the IstioCNI resource and the log of the operator.',
  },
  STA015: {
    title: 'another revision is active',
    meaning:
      'The active revision of the Istio resource is not the one that the labels of namespaces and gateways name, so nothing injects sidecars and runs gateways there.',
    fix: 'Apply "00-namespaces" and "20-mesh" of the cluster together, and restart the workloads.',
  },
  STA016: {
    title: 'control plane differs from the topology',
    meaning:
      'A setting of the Istio resource that the federation depends on has another value: the trust domain, the network, or what gives proxies the root certificates of other meshes.',
    fix: 'Apply "20-mesh" of the cluster, and look for others who write the Istio resource.',
  },
  STA017: {
    title: 'pods without the sidecar of the revision',
    meaning:
      'Running pods of the mesh have no sidecar, or that of another revision, because they are older than the label of their namespace. Without a sidecar a pod cannot call imported hosts, and peers cannot call it.',
    fix: 'Restart the workloads: "oc -n NAMESPACE rollout restart deployment".',
  },
  STA047: {
    title: 'trust domain of a caller is not accepted',
    meaning:
      'The mesh that exports does not list the trust domain of the mesh that imports in "caCertificates[].trustDomains", so its workloads answer with 503.',
    fix: 'Apply "20-mesh" of the cluster that exports.',
  },
  STA054: {
    title: 'gateway not accepted or not programmed',
    meaning:
      'A Gateway of the Gateway API is not accepted by istiod, or has no address yet. Without the label "istio.io/rev" no revision reads it.',
    fix: 'Read the conditions of the Gateway, and the events of its Service.',
  },
  STA055: {
    title: 'gateway without a running pod',
    meaning: 'No pod of the gateway that peers call runs, so all calls of peers fail.',
    fix: 'Read the events of the Deployment of the gateway.',
  },
  STA068: {
    title: 'imported host that is not exposed',
    meaning:
      'The Gateway "expose-services" of the mesh that exports does not have the host, so all requests to it are answered with 503.',
    fix: APPLY_FEDERATION,
  },
  STA069: {
    title: 'entry differs from the topology',
    meaning:
      'A ServiceEntry or WorkloadEntry has another host, port, identity, network or label than the topology results in. Host and port have to be the same on both sides.',
    fix: APPLY_FEDERATION,
  },
  STA070: {
    title: 'exported service without a running pod',
    meaning:
      'No running pod of the mesh that exports has the labels of the service, so requests are answered with 503.',
    fix: 'Start its pods, or correct the labels ("podLabels" of the share).',
  },
  STA071: {
    title: 'merged import without the identities of both sides',
    meaning:
      'The DestinationRule of a service with local and remote endpoints does not list the identities of both. Each call to the remote endpoint fails its check, and retries to the local one hide it.',
    fix: 'Apply "50-traffic" of the cluster that imports.',
  },
} as const satisfies CodeEntries;

import type { CodeEntries } from './entry';

/** The codes of the command line and of what is read from clusters. */
export const CLUSTER_CODES = {
  CLI001: {
    title: 'unknown cluster on the command line',
    meaning: '"--cluster" names a cluster that is not in the topology.',
    fix: 'Write the name of a cluster of the topology.',
  },
  GET001: {
    title: 'unknown kubeconfig context',
    meaning: 'The kubeconfig has no context with the name of the cluster, or with its "context" in the topology.',
    fix: 'Set "context" of the cluster in the topology, or rename the context with "kubectl config rename-context".',
    example: 'clusters:\n  rosa: { platform: rosa, context: admin@rosa }',
  },
  GET002: {
    title: 'invalid kubeconfig',
    meaning: 'A kubeconfig file cannot be read, or the context refers to a missing cluster or user.',
    fix: 'Set KUBECONFIG to the right files, and try "kubectl --context NAME version".',
  },
  GET003: {
    title: 'failed credential plugin',
    meaning:
      'The program that the kubeconfig runs for credentials ("exec") failed. It has no terminal and a limit of 30 seconds.',
    fix: 'Run "kubectl --context NAME version" to see its output, and log in again.',
  },
  GET004: {
    title: 'unreachable cluster',
    meaning: 'No connection to the API server can be established.',
    fix: 'Check network, VPN and proxy, and whether the cluster is running; or wait for it with "--wait".',
  },
  GET005: {
    title: 'timeout of a cluster',
    meaning: 'The API server accepted the connection but did not answer in time.',
    fix: 'Check network, VPN and proxy, and whether the cluster is running; or wait for it with "--wait".',
  },
  GET006: {
    title: 'untrusted connection to a cluster',
    meaning:
      'The TLS connection failed: an unknown authority, an expired certificate, or a certificate for another name.',
    fix: 'Fix the server or "certificate-authority-data" of the context, or log in again.',
  },
  GET007: {
    title: 'invalid credentials',
    meaning: 'The API server answered 401 Unauthorized: the credentials are wrong or have expired.',
    fix: 'Log in again, for example with "oc login".',
  },
  GET008: {
    title: 'missing permission',
    meaning: 'The API server answered 403 Forbidden.',
    fix: 'Let an administrator apply the Role that "--print-rbac" prints.',
    example: 'ossm-fed fetch --print-rbac --cluster rosa --subject Group:platform | oc --context rosa apply -f -',
  },
  GET009: {
    title: 'missing object',
    meaning: 'A ConfigMap or Service does not exist in the cluster (404 Not Found).',
    fix: 'Apply "20-mesh" of the cluster and wait until its control plane is ready, or use "--wait".',
  },
  GET010: {
    title: 'unavailable API server',
    meaning: 'The API server answered with a 429 or 5xx status.',
    fix: 'Check the API server, or wait for it with "--wait".',
  },
  GET011: {
    title: 'not a Kubernetes API',
    meaning: 'The server of the context answered, but not as a Kubernetes API; it is often a proxy or a login page.',
    fix: 'Fix "server" or "proxy-url" of the context, and try "kubectl --context NAME version".',
  },
  GET012: {
    title: 'value not available yet',
    meaning: 'An object exists but does not have its value yet, such as a load balancer without an address.',
    fix: 'Wait until the control plane or the load balancer is ready, or use "--wait".',
  },
  GET013: {
    title: 'object differs from the topology',
    meaning: 'An object has another type, other ports or other data than the topology requires.',
    fix: 'Apply "20-mesh" of the cluster, or set "type", "ports" or "addresses" of the ingress in the topology.',
  },
  GET014: {
    title: 'insecure connection',
    meaning:
      'The kubeconfig has "insecure-skip-tls-verify: true", so anyone on the way to the cluster can read the credentials, and decide whom the meshes trust. The cluster is read only with "--allow-insecure", with this as a warning.',
    fix: 'Write an https server and "certificate-authority-data" of the cluster in the kubeconfig.',
    example:
      'clusters:\n  - name: west\n    cluster:\n      server: https://api.west.example.org:6443\n      certificate-authority-data: LS0t...',
  },
  GET015: {
    title: 'another object than requested',
    meaning:
      'The server answered with an object of another API version, kind, name or namespace. It is often a proxy, a cache or an aggregated API.',
    fix: 'Fix "server" or "proxy-url" of the context.',
  },
} as const satisfies CodeEntries;

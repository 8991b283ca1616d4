import type { CodeEntries } from './entry';

/** The codes of `ossm-fed trace`. Where a call ends is described by the codes of lint rules. */
export const TRACE_CODES = {
  CLI020: {
    title: 'unknown caller on the command line',
    meaning:
      'The first argument of "ossm-fed trace" is not CLUSTER/NAMESPACE/WORKLOAD, or names a cluster, a namespace of a mesh or a workload that the manifests do not have.',
    fix: 'Write the name of a Deployment, StatefulSet, DaemonSet, Job, CronJob or Pod of the manifests.',
    example: 'ossm-fed trace rosa/prod-bookinfo/productpage-v1 details:9080',
  },
  CLI021: {
    title: 'invalid host on the command line',
    meaning: 'The second argument of "ossm-fed trace" is not HOST or HOST:PORT.',
    fix: 'Write the host as the caller calls it, without a scheme and a path.',
    example: 'ossm-fed trace rosa/prod-bookinfo/productpage-v1 details.prod-bookinfo.svc.cluster.local:9080',
  },
  TRC001: {
    title: 'manifest that cannot be followed',
    meaning: 'A source of "ossm-fed trace" cannot be read or parsed, so the way of the call is not known.',
    fix: 'Fix the file, or leave it out of the sources.',
  },
} as const satisfies CodeEntries;

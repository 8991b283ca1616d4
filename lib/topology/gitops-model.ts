/** The part of a topology that says how the output is delivered. */

import type { DnsLabel } from './texts';

/** How the output is delivered from a Git repository. */
export interface GitOpsProps {
  /**
   * Argo CD: writes the directory `argocd` to the output, with an AppProject, an ApplicationSet and health checks, and
   * adds sync waves to all objects.
   *
   * @example { repoURL: 'https://github.com/example/federation.git' }
   */
  readonly argocd?: ArgoCdProps;
}

/** The Argo CD that applies the output, and where it finds it. */
export interface ArgoCdProps {
  /**
   * The URL of the Git repository with the output, without a password.
   *
   * @pattern ^((https?|ssh|git|file)://[^\s{}]+|[^\s{}@:/]+@[^\s{}@:/]+:[^\s{}]+)$
   * @example 'https://github.com/example/federation.git'
   */
  readonly repoURL: string;
  /**
   * The branch, tag or commit.
   *
   * @pattern ^[^\s{}~^:?*\[\\]+$
   * @default HEAD
   */
  readonly revision?: string;
  /**
   * The output directory in the repository; `.` for its root.
   *
   * @pattern ^[-\w.]+(/[-\w.]+)*$
   * @default dist
   */
  readonly path?: string;
  /**
   * The name of the AppProject and of the ApplicationSet, and the beginning of the names of the Applications.
   *
   * @default service-mesh-federation
   */
  readonly project?: DnsLabel;
  /**
   * The namespace that Argo CD runs in.
   *
   * @default openshift-gitops
   */
  readonly namespace?: DnsLabel;
  /**
   * Whether Argo CD applies each commit and reverts other changes; `false` waits for a sync by hand.
   *
   * @default true
   */
  readonly automated?: boolean;
  /**
   * The clusters as Argo CD knows them, by their names in the topology.
   *
   * @default the cluster that has the same name in Argo CD
   * @example { west: { server: 'https://api.west.example.org:6443' } }
   */
  readonly destinations?: { readonly [cluster: string]: DestinationProps };
  /**
   * The labels of Argo CD's cluster Secrets: only clusters with these labels get an Application. A cluster must have the
   * same name in Argo CD as in the topology.
   *
   * @default all clusters of the topology, whatever their labels
   * @example { federation: 'production' }
   */
  readonly clusterSelector?: { readonly [label: string]: string };
}

/** A cluster as Argo CD knows it: by its name or by its URL, exactly one of the two. */
export interface DestinationProps {
  /**
   * The name of the cluster in Argo CD.
   *
   * @pattern ^[^\s{}*!]+$
   * @example 'west'
   */
  readonly name?: string;
  /**
   * The URL of the API server, such as `https://kubernetes.default.svc`.
   *
   * @pattern ^https?://[^\s{}*!]+$
   * @example 'https://api.west.example.org:6443'
   */
  readonly server?: string;
}

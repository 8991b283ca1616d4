import { Option } from 'commander';
import type { Connect } from '../kube/reader';
import { clusterAccess } from '../workflows/cluster-access';

/** How clusters are reached. */
export interface ClusterFlags {
  /** The kubeconfig; undefined for that of the environment. */
  readonly kubeconfig?: string;
  /** Whether clusters without a verified TLS connection are read. */
  readonly allowInsecure?: boolean;
}

/** The option `--kubeconfig` of a command that reads clusters. */
export function kubeconfigOption(): Option {
  return new Option('--kubeconfig <file>', 'the kubeconfig file (default: the files of KUBECONFIG, or ~/.kube/config)');
}

/** The option `--allow-insecure` of a command that reads clusters. */
export function allowInsecureOption(): Option {
  return new Option('--allow-insecure', 'read clusters whose kubeconfig has "insecure-skip-tls-verify: true"');
}

/** Connects to the clusters of a kubeconfig. The code that does is large, so it is loaded only then. */
export async function connectTo({ kubeconfig, allowInsecure = false }: ClusterFlags): Promise<Connect> {
  const { connectByKubeconfig } = await clusterAccess();
  return connectByKubeconfig(kubeconfig, { allowInsecure });
}

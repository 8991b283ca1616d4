import { Option } from 'commander';
import type { Connect } from '../kube/reader';
import { clusterAccess } from '../workflows/cluster-access';
import { collect } from './io';

/** How clusters are reached. */
export interface ClusterFlags {
  /** The names of the clusters to read; undefined for all. */
  readonly cluster?: readonly string[];
  /** The kubeconfig; undefined for that of the environment. */
  readonly kubeconfig?: string;
  /** Whether clusters without a verified TLS connection are read. */
  readonly allowInsecure?: boolean;
}

/** The option `--cluster` of a command that reads clusters. */
export function clusterOption(): Option {
  return new Option('--cluster <name>', 'read only this cluster (repeatable)').argParser(collect);
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
export async function connectTo({
  kubeconfig,
  allowInsecure = false,
}: Omit<ClusterFlags, 'cluster'>): Promise<Connect> {
  const { connectByKubeconfig } = await clusterAccess();
  return connectByKubeconfig(kubeconfig, { allowInsecure });
}

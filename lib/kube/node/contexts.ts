import { plainText } from '../../values';
import { accessOf, readKubeconfig } from './kubeconfig';

/** A context of a kubeconfig. */
export interface KubeContext {
  /** The name of the context. */
  readonly name: string;
  /** The host name of its API server; undefined where the context has no valid server. */
  readonly host?: string;
}

/** The contexts of a kubeconfig. */
export interface KubeContexts {
  /** The contexts in the order of the files. */
  readonly contexts: readonly KubeContext[];
  /** Why files could not be read, each with its path. */
  readonly problems: readonly string[];
}

/**
 * Lists the contexts of the kubeconfig. Nothing is requested of the clusters.
 *
 * @param file the kubeconfig file. Default: the files of KUBECONFIG, or `.kube/config` in the home directory
 */
export function listContexts(file?: string): KubeContexts {
  const kubeconfig = readKubeconfig(process.env, file);
  const contexts = [...kubeconfig.contexts.keys()].map((name): KubeContext => {
    const access = accessOf(kubeconfig, name);
    const server = 'value' in access ? plainText(access.value.cluster.server) : undefined;
    const host = server === undefined || !URL.canParse(server) ? '' : new URL(server).hostname;
    return { name, ...(host !== '' && { host }) };
  });
  return { contexts, problems: kubeconfig.problems };
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ArgoCdAssets } from '../../../../scripts/argocd/assets';
import type { ServerPlan } from '../keeper';
import { freePortNumbers } from '../servers';

/** The namespace of Argo CD on its cluster. */
export const NAMESPACE = 'argocd';

/** The servers of one Argo CD, and where they say that they are ready. */
export interface ArgoCdPlan {
  readonly servers: readonly ServerPlan[];
  /** URLs that answer 200 when everything runs. */
  readonly ready: readonly string[];
}

/**
 * Redis, the repository server, the application controller and the ApplicationSet controller, on free ports.
 *
 * @param directory where they may write
 * @param kubeconfig the path of a kubeconfig whose current context is the cluster with the Applications
 */
export async function planArgoCd(
  directory: string,
  { argocd, redis }: ArgoCdAssets,
  kubeconfig: string,
): Promise<ArgoCdPlan> {
  const ports = await freePortNumbers(7);
  const [redisPort, repoPort, repoMetrics, controllerMetrics, setMetrics, setProbes, setWebhook] = ports;
  const local = (port = 0): string => `127.0.0.1:${port}`;
  const env = environment(directory, kubeconfig);
  const server = (name: string, args: readonly string[]): ServerPlan => {
    const namespace = name === 'argocd-repo-server' ? [] : ['--namespace', NAMESPACE];
    return { name, command: argocd, args: [...namespace, ...args], env: { ...env, ARGOCD_BINARY_NAME: name } };
  };
  const toRedis = ['--redis', local(redisPort)];
  return {
    servers: [
      { name: 'redis', command: redis, args: ['--bind', '127.0.0.1', '--port', `${redisPort}`, '--save', ''] },
      server('argocd-repo-server', [
        ...['--address', '127.0.0.1', '--port', `${repoPort}`, '--disable-tls'],
        ...['--metrics-address', '127.0.0.1', '--metrics-port', `${repoMetrics}`, ...toRedis],
      ]),
      server('argocd-application-controller', [
        ...['--repo-server', local(repoPort), '--repo-server-plaintext'],
        ...['--metrics-port', `${controllerMetrics}`, '--persist-resource-health', ...toRedis],
      ]),
      server('argocd-applicationset-controller', [
        ...['--argocd-repo-server', local(repoPort), '--repo-server-plaintext', '--metrics-addr', local(setMetrics)],
        ...['--probe-addr', local(setProbes), '--webhook-addr', local(setWebhook)],
      ]),
    ],
    ready: [repoMetrics, controllerMetrics, setMetrics].map((port) => `http://${local(port)}/metrics`),
  };
}

/** Everything that they would read or write elsewhere on this machine is below the directory. */
function environment(directory: string, kubeconfig: string): { readonly [variable: string]: string } {
  const made = (name: string): string => {
    const path = join(directory, name);
    mkdirSync(path);
    return path;
  };
  return {
    KUBECONFIG: kubeconfig,
    HOME: made('home'),
    TMPDIR: made('tmp'),
    ARGOCD_ASK_PASS_SOCK: join(directory, 'ask-pass.sock'),
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_TLS_DATA_PATH: made('tls'),
    ARGOCD_SSH_DATA_PATH: made('ssh'),
    ARGOCD_PLUGINSOCKFILEPATH: made('plugins'),
  };
}

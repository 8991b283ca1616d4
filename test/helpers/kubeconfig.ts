import { stringify } from 'yaml';

/** One context of a kubeconfig, with a cluster and a user of its own. */
export interface FakeContext {
  readonly server: string;
  /** More of the cluster; by default TLS is not checked, as most fake servers have none. */
  readonly cluster?: object;
  readonly user?: object;
}

/** The text of a kubeconfig whose current context is another one than all that are used. */
export function kubeconfig(contexts: { readonly [name: string]: FakeContext }): string {
  const entries = Object.entries(contexts);
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'elsewhere',
    contexts: [
      ...entries.map(([name]) => ({ name, context: { cluster: name, user: `${name}-user` } })),
      { name: 'elsewhere', context: { cluster: 'elsewhere', user: 'elsewhere' } },
    ],
    clusters: [
      ...entries.map(([name, { server, cluster = { 'insecure-skip-tls-verify': true } }]) => ({
        name,
        cluster: { server, ...cluster },
      })),
      { name: 'elsewhere', cluster: { server: 'http://127.0.0.1:1' } },
    ],
    users: entries.map(([name, { user = {} }]) => ({ name: `${name}-user`, user })),
  });
}

/**
 * The text of a kubeconfig with a context for each cluster, whose servers take turns.
 *
 * @param pathOf the path of a cluster on its server
 */
export function kubeconfigOf(
  names: readonly string[],
  urls: readonly string[],
  pathOf: (cluster: string) => string = (cluster) => cluster,
): string {
  const clusters = names.map((name, i) => ({
    name,
    cluster: { server: `${urls[i % urls.length]}/${pathOf(name)}`, 'insecure-skip-tls-verify': true },
  }));
  const contexts = names.map((name) => ({ name, context: { cluster: name, user: 'all' } }));
  return JSON.stringify({ apiVersion: 'v1', kind: 'Config', clusters, contexts, users: [{ name: 'all', user: {} }] });
}

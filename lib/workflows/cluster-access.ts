/** The code that connects to clusters. It is large, so it is loaded only when clusters are read. */
export function clusterAccess(): Promise<typeof import('../kube/node')> {
  return import('../kube/node');
}

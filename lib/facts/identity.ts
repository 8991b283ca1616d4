/** A UID as Kubernetes generates it. */
const UID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text is the identity of a cluster: the UID of its namespace `kube-system`. */
export function isIdentity(text: string): boolean {
  return UID.test(text);
}

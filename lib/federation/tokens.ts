/**
 * Tokens stand in manifests for what only a running cluster knows. Angle brackets keep a reader, Kubernetes and Istio
 * from taking one for a certificate, an IP address or a DNS name.
 */

/** The subject of a token: the root certificates of a mesh, or the address of an ingress gateway. */
export type TokenSubject =
  | { readonly kind: 'root'; readonly mesh: string }
  | { readonly kind: 'address'; readonly mesh: string; readonly gateway: string };

const TOKEN = /^<ossm-fed:(?:root:([^:<>]+)|address:([^:<>]+):([^:<>]+))>$/;

/** The token for a subject: `<ossm-fed:root:MESH>` or `<ossm-fed:address:MESH:GATEWAY>`. */
export function makeToken(subject: TokenSubject): string {
  const detail = subject.kind === 'root' ? subject.mesh : `${subject.mesh}:${subject.gateway}`;
  return `<ossm-fed:${subject.kind}:${detail}>`;
}

/** The subject of a token; undefined if the text is not a token. */
export function parseToken(text: string): TokenSubject | undefined {
  const [, root, mesh, gateway] = TOKEN.exec(text) ?? [];
  if (root !== undefined) return { kind: 'root', mesh: root };
  if (mesh !== undefined && gateway !== undefined) return { kind: 'address', mesh, gateway };
  return undefined;
}

import { makeToken as makeAnyToken } from '../facts/token';

/** What a token stands for: the root certificates of a mesh, or the address of one of its ingress gateways. */
export type TokenSubject =
  | { readonly kind: 'root'; readonly mesh: string }
  | { readonly kind: 'address'; readonly mesh: string; readonly gateway: string };

/** The token for a subject: `<ossm-fed:root:MESH>` or `<ossm-fed:address:MESH:GATEWAY>`. */
export function makeToken(subject: TokenSubject): string {
  const { kind, mesh } = subject;
  return makeAnyToken(kind === 'root' ? { kind, mesh } : { kind, mesh, name: subject.gateway });
}

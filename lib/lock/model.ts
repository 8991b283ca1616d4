/**
 * The lock: what only running clusters know of a federation, as `fetch` saw it and people reviewed it. It is committed
 * beside the topology, holds nothing secret, and gives the tokens in manifests their values.
 */

/** What is known of all meshes. */
export interface Lock {
  /** By the mesh's name in the topology, sorted. */
  readonly meshes: { readonly [mesh: string]: LockedMesh };
}

/** What is known of one mesh. */
export interface LockedMesh {
  /** The root certificates that peers trust, sorted by fingerprint, those that the mesh no longer shows at the end. */
  readonly roots: readonly LockedRoot[];
  /** How peers reach the mesh, by the name of the ingress gateway, sorted. */
  readonly gateways: { readonly [gateway: string]: LockedGateway };
}

/** One root certificate. */
export interface LockedRoot {
  /** SHA-256 over the certificate, in hexadecimal pairs with colons. */
  readonly fingerprint: string;
  /** The subject on one line, such as `O=cluster.local`. */
  readonly subject: string;
  /** The first instant of its validity, in ISO 8601. */
  readonly notBefore: string;
  /** The last instant of its validity, in ISO 8601. */
  readonly notAfter: string;
  /** Whether the mesh no longer shows it; it stays trusted until it is dropped (fact sheet 4.2). */
  readonly retired?: true;
  /** The certificate, one block of PEM with a line break at its end. */
  readonly pem: string;
}

/** Where an ingress gateway is reached. */
export interface LockedGateway {
  /** IP addresses and DNS names, sorted. */
  readonly addresses: readonly string[];
  /** The port for service traffic at these addresses. */
  readonly servicePort: number;
  /** The port for discovery at these addresses. */
  readonly discoveryPort: number;
}

/** One fact as a running cluster has it, not checked yet. */
export type Reading =
  | { readonly kind: 'root'; readonly mesh: string; readonly pem: string }
  | { readonly kind: 'address'; readonly mesh: string; readonly gateway: string; readonly found: LockedGateway };

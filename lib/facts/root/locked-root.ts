import type { CaCertificate } from '../../certificates/pem';

/** How many root certificates of one mesh a lock may have, including those that the mesh no longer publishes. */
export const MAX_ROOTS = 64;

/** One root certificate in the lock. */
export interface LockedRoot {
  /** The SHA-256 fingerprint of the certificate, in hexadecimal pairs with colons. */
  readonly fingerprint: string;
  /** The subject on one line, such as `O=cluster.local`; empty where it has none. */
  readonly subject: string;
  /** The first instant of its validity, in ISO 8601. */
  readonly notBefore: string;
  /** The last instant of its validity, in ISO 8601. */
  readonly notAfter: string;
  /** Whether the mesh no longer publishes it; it stays trusted until it is dropped. */
  readonly retired?: true;
  /** The certificate, one block of PEM with a line break at its end. */
  readonly pem: string;
}

/** A certificate as the lock has it. */
export function lockedRoot(certificate: CaCertificate, retired = false): LockedRoot {
  const { fingerprint, subject, notBefore, notAfter, pem } = certificate;
  return {
    fingerprint,
    subject,
    notBefore: instant(notBefore),
    notAfter: instant(notAfter),
    ...(retired && { retired: true }),
    pem,
  };
}

/** An instant in ISO 8601, to the second, as certificates have it. */
function instant(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Root certificates in the order of the lock: by fingerprint, those that the mesh no longer publishes at the end. */
export function sortRoots(roots: readonly LockedRoot[]): readonly LockedRoot[] {
  return [...roots].sort(
    (a, b) => Number(a.retired ?? false) - Number(b.retired ?? false) || (a.fingerprint < b.fingerprint ? -1 : 1),
  );
}

/** The length of the part of a fingerprint that distinguishes certificates in messages: eight pairs. */
const SHORT_LENGTH = 23;

/** The beginning of a fingerprint, for messages. */
export function shortFingerprint(fingerprint: string): string {
  return `${fingerprint.slice(0, SHORT_LENGTH)}:…`;
}

/** The day of an instant, such as `2026-06-01`, in UTC. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

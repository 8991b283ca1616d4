import type { CaCertificate } from '../certificates/pem';
import type { LockedRoot } from './model';

/** How many roots of one mesh a lock may hold, those that the mesh no longer shows included. */
export const MOST_ROOTS = 64;

/** A certificate as it stands in the lock. */
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

/** Roots in the order of the lock: by fingerprint, those that the mesh no longer shows at the end. */
export function sortRoots(roots: readonly LockedRoot[]): readonly LockedRoot[] {
  return [...roots].sort(
    (a, b) => Number(a.retired ?? false) - Number(b.retired ?? false) || (a.fingerprint < b.fingerprint ? -1 : 1),
  );
}

/** How much of a fingerprint tells roots apart for a reader: eight pairs. */
const SHOWN = 23;

/** The beginning of a fingerprint, for messages. */
export function shortFingerprint(fingerprint: string): string {
  return `${fingerprint.slice(0, SHOWN)}:…`;
}

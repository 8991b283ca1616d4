import { type CaCertificate, readPem } from '../../certificates/pem';
import type { Path } from '../../issues/issue';
import { type LockedValueCheck, RESTORE } from '../locked-value';
import { type LockedRoot, lockedRoot, MAX_ROOTS, sortRoots } from './locked-root';

/** What a lock says of a certificate, and must say as the certificate itself does. */
const DERIVED = ['fingerprint', 'subject', 'notBefore', 'notAfter'] as const;
const KEYS = [...DERIVED, 'retired', 'pem'];

/** Checks the root certificates of one mesh in the text of a lock; undefined if it has no certificates. */
export function checkLockedRoots(
  value: unknown,
  path: Path,
  check: LockedValueCheck,
): readonly LockedRoot[] | undefined {
  const roots = check.list(value, path, MAX_ROOTS).map((root, i) => checkRoot(root, [...path, i], check));
  const fingerprints = new Set<string>();
  for (const [i, root] of roots.entries()) {
    if (root === undefined) continue;
    if (fingerprints.has(root.fingerprint)) {
      check.add('LCK010', [...path, i], 'duplicate root certificate', 'remove one of the two');
    }
    fingerprints.add(root.fingerprint);
  }
  const found = sortRoots(roots.flatMap((root) => root ?? []));
  return found.length === 0 ? undefined : found;
}

/** A root certificate with what its certificate says; undefined where that is missing or invalid. */
function checkRoot(value: unknown, path: Path, check: LockedValueCheck): LockedRoot | undefined {
  const { retired, pem, ...stated } = check.fields(value, path, KEYS, ['retired']);
  if (retired !== undefined && retired !== true) {
    check.add('LCK006', [...path, 'retired'], '"retired" is not "true"', 'write "retired: true", or remove it');
  }
  const texts = DERIVED.map((key) => [key, check.text(stated[key], [...path, key])] as const);
  const certificate = checkPem(pem, [...path, 'pem'], check);
  if (certificate === undefined) return undefined;
  const root = lockedRoot(certificate, retired === true);
  for (const [key, text] of texts) {
    if (text === undefined || text === root[key]) continue;
    const message = `"${key}" is not that of the certificate, ${JSON.stringify(root[key])}`;
    check.add('LCK009', [...path, key], message, `find out who changed which of the two, then ${RESTORE}`);
  }
  return root;
}

function checkPem(value: unknown, path: Path, check: LockedValueCheck): CaCertificate | undefined {
  const text = check.text(value, path);
  if (text === undefined) return undefined;
  const content = readPem(text);
  if ('problem' in content) {
    check.add('LCK008', path, content.problem.message, RESTORE);
    return undefined;
  }
  const [certificate, ...others] = content.certificates;
  if (others.length === 0) return certificate;
  const message = `"pem" has ${others.length + 1} certificates instead of one`;
  check.add('LCK008', path, message, 'make each certificate an item of "roots"');
  return undefined;
}

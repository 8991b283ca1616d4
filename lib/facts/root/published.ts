import { type CaCertificate, type PemProblem, readPem } from '../../certificates/pem';
import type { Issue } from '../../issues/issue';
import { count } from '../../values';
import { type CheckContext, type CheckedValue, meshPath } from '../kind';
import { type FactSource, type MeshIdentity, objectOf } from '../model';
import { dayOf, type LockedRoot, lockedRoot, shortFingerprint, sortRoots } from './locked-root';

const DAY = 24 * 60 * 60 * 1000;

/** A certificate that is valid for fewer days gets a warning. */
const EXPIRY_WARNING_DAYS = 30;

/**
 * Checks the text that a mesh publishes as its root certificates. Expired certificates are left out; where none is left,
 * or the text has anything but certificates of CAs, the value is undefined. No message repeats the text, which may be secret.
 */
export function checkPublished(pem: string, context: CheckContext): CheckedValue<readonly LockedRoot[]> {
  const content = readPem(pem);
  if ('problem' in content) return { issues: [invalidIssue(context, content.problem)] };
  const certificates = withoutRepeated(content.certificates);
  const valid = certificates.filter(({ notAfter }) => notAfter > context.now);
  if (valid.length === 0) return { issues: [expiredIssue(context, certificates)] };
  const value = sortRoots(valid.map((certificate) => lockedRoot(certificate)));
  return {
    value,
    issues: [...valid.flatMap((each) => certificateIssues(each, context)), ...originIssues(valid, context)],
  };
}

function withoutRepeated(certificates: readonly CaCertificate[]): readonly CaCertificate[] {
  return [...new Map(certificates.map((certificate) => [certificate.fingerprint, certificate])).values()];
}

function invalidIssue({ fact: { mesh, source } }: CheckContext, { kind, message }: PemProblem): Issue {
  const path = meshPath(mesh);
  if (kind === 'private-key') {
    const text = `mesh "${mesh}" publishes a private key with its root certificate; nothing was written to the lock`;
    const fix = `remove the key from ${sourceText(source)} and replace it in the mesh, because it is compromised`;
    return { code: 'LCK021', path, message: text, fix };
  }
  const text = `the root certificate published by mesh "${mesh}" is invalid: ${message}`;
  return { code: 'LCK020', path, message: text, fix: `check ${sourceText(source)} and what else writes to it` };
}

/** Where the certificates were read, for messages. */
function sourceText(source: FactSource): string {
  const { kind, name, namespace } = objectOf(source);
  const part = source.type === 'ConfigMap' ? `key "${source.key}" of ` : '';
  return `${part}${kind} "${name}"${namespace === undefined ? '' : ` in namespace "${namespace}"`}`;
}

function expiredIssue({ fact: { mesh } }: CheckContext, certificates: readonly CaCertificate[]): Issue {
  const last = dayOf(new Date(Math.max(...certificates.map(({ notAfter }) => notAfter.getTime()))));
  const message =
    certificates.length === 1
      ? `the root certificate of mesh "${mesh}" expired on ${last}`
      : `all root certificates of mesh "${mesh}" have expired, the last one on ${last}`;
  const fix = 'rotate the root certificate of the mesh, then run "ossm-fed fetch" again';
  return { code: 'LCK022', path: meshPath(mesh), message, fix };
}

function warning(code: Issue['code'], mesh: string, message: string, fix: string): Issue {
  return { code, path: meshPath(mesh), message, fix, level: 'warning' };
}

/** Warnings about one certificate: when it is valid, and how easily others can make one like it. */
function certificateIssues(
  { fingerprint, notBefore, notAfter, weaknesses }: CaCertificate,
  { fact: { mesh }, now }: CheckContext,
): readonly Issue[] {
  const found: Issue[] = [];
  const root = `root certificate ${shortFingerprint(fingerprint)} of mesh "${mesh}"`;
  const days = Math.floor((notAfter.getTime() - now.getTime()) / DAY);
  if (days < EXPIRY_WARNING_DAYS) {
    const message = `${root} expires on ${dayOf(notAfter)}, in ${count(days, 'day')}`;
    const fix = 'rotate it now; peers trust both certificates until "ossm-fed fetch --drop-old"';
    found.push(warning('LCK023', mesh, message, fix));
  }
  if (notBefore > now) {
    const message = `${root} is not valid before ${notBefore.toISOString()}`;
    const fix = 'compare the clocks of the clusters and of this machine, unless the certificate was made for later use';
    found.push(warning('LCK024', mesh, message, fix));
  }
  if (weaknesses.length > 0) {
    const message = `${root} is weak: ${weaknesses.join(', ')}`;
    const fix = 'rotate it: make the new one with an RSA key of 2,048 bits or more or an EC key, and with SHA-256';
    found.push(warning('LCK032', mesh, message, fix));
  }
  return found;
}

/** Warnings about certificates that were probably not made by the istiod of this mesh. */
function originIssues(valid: readonly CaCertificate[], { fact, mesh }: CheckContext): readonly Issue[] {
  if (!valid.some(({ isRoot }) => isRoot)) {
    const message = `mesh "${fact.mesh}" publishes CA certificates, but none of them is self-signed`;
    const fix = `put the root certificate itself into ${sourceText(fact.source)}, not an intermediate certificate`;
    return [warning('LCK026', fact.mesh, message, fix)];
  }
  if (mesh === undefined || !isForeign(valid, mesh)) return [];
  const message = `no root certificate of mesh "${fact.mesh}" has its trust domain "${mesh.trustDomain}" as organization, which istiod sets`;
  const fix =
    'check that the kubeconfig context refers to the right cluster; write "customCA: true" if the mesh has a key of your own';
  return [warning('LCK025', fact.mesh, message, fix)];
}

/**
 * Whether istiod made none of these certificates for the trust domain: it sets the organization to it (Istio,
 * `pilot/pkg/bootstrap/istio_ca.go`).
 */
function isForeign(roots: readonly CaCertificate[], { trustDomain, customCA, commonRoot }: MeshIdentity): boolean {
  if (customCA || commonRoot !== undefined) return false;
  return !roots.some(({ organizations }) => organizations.includes(trustDomain));
}

import { type CaCertificate, readPem } from '../certificates/pem';
import { shortFingerprint } from '../facts/root/locked-root';
import type { IssueList, Path } from '../issues/issue';
import type { CertificateProps } from '../topology/model';
import { contentOf, type TopologyFiles } from './files';

/** The root certificates of a mesh in the topology, as PEM text; undefined if it has none. */
export function statedRoot(
  props: CertificateProps | undefined,
  path: Path,
  files: TopologyFiles,
  issues: IssueList,
): string | undefined {
  if (props === undefined) return undefined;
  const { pem, file } = props;
  if ((pem === undefined) === (file === undefined)) {
    issues.add(
      'TOP118',
      path,
      'the certificate must have exactly one of "pem" and "file"',
      'write exactly one of them',
    );
    return undefined;
  }
  const where: Path = [...path, pem === undefined ? 'file' : 'pem'];
  const text = pem ?? contentOf(files.text(file ?? ''), where, issues);
  const content = text === undefined ? undefined : readPem(text);
  if (content !== undefined && 'problem' in content) {
    issues.add('TOP118', where, content.problem.message, 'write the PEM text of the root certificates of the mesh');
  } else warnOfWeakness(content?.certificates ?? [], where, issues);
  return text === undefined ? undefined : `${text.trim()}\n`;
}

function warnOfWeakness(certificates: readonly CaCertificate[], path: Path, issues: IssueList): void {
  for (const { fingerprint, weaknesses } of certificates) {
    if (weaknesses.length === 0) continue;
    const message = `weak root certificate ${shortFingerprint(fingerprint)}: ${weaknesses.join(', ')}`;
    const fix = 'rotate it: make the new one with an RSA key of 2,048 bits or more or an EC key, and with SHA-256';
    issues.warn('TOP159', path, message, fix);
  }
}

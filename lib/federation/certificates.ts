import { readPem } from '../certificates/pem';
import type { IssueList, Path } from '../issues/issue';
import type { CertificateProps } from '../topology/model';
import { contentOf, type TopologyFiles } from './files';

/** The root certificates that a topology states for a mesh, as PEM text; undefined where it states none. */
export function statedRoot(
  props: CertificateProps | undefined,
  path: Path,
  files: TopologyFiles,
  issues: IssueList,
): string | undefined {
  if (props === undefined) return undefined;
  const { pem, file } = props;
  if ((pem === undefined) === (file === undefined)) {
    issues.add('TOP118', path, 'the certificate has neither or both of "pem" and "file"', 'write exactly one of them');
    return undefined;
  }
  const where: Path = [...path, pem === undefined ? 'file' : 'pem'];
  const text = pem ?? contentOf(files.text(file ?? ''), 'TOP118', where, issues);
  const content = text === undefined ? undefined : readPem(text);
  if (content !== undefined && 'problem' in content) {
    issues.add('TOP118', where, content.problem.message, "write the PEM text of the mesh's root certificates");
  }
  return text === undefined ? undefined : `${text.trim()}\n`;
}

import { readPem } from '../certificates/pem';
import type { IssueList, Path } from '../issues/issue';
import type { CertificateProps } from '../topology/model';
import { contentOf, type TopologyFiles } from './files';
import type { RootCertificate } from './model';
import { rootConfigMap } from './names';
import type { MeshSite } from './sites';
import { makeToken } from './tokens';

/** The root certificates of each mesh: as the topology has them, or a token. */
export function resolveRoots(
  meshes: readonly MeshSite[],
  files: TopologyFiles,
  issues: IssueList,
): ReadonlyMap<string, string> {
  return new Map(
    meshes.map((mesh) => {
      const token = makeToken({ kind: 'root', mesh: mesh.name });
      const path: Path = [...mesh.path, 'rootCertificate'];
      const { rootCertificate } = mesh.props;
      return [mesh.name, (rootCertificate && statedRoot(rootCertificate, path, files, issues)) ?? token];
    }),
  );
}

/** The root certificates of a peer as a mesh keeps them. */
export function rootOf(peer: MeshSite, peerName: string, roots: ReadonlyMap<string, string>): RootCertificate {
  return { configMap: rootConfigMap(peerName), pem: roots.get(peer.name) ?? '' };
}

function statedRoot(props: CertificateProps, path: Path, files: TopologyFiles, issues: IssueList): string | undefined {
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

import { X509Certificate } from 'node:crypto';
import type { IssueList, Path } from '../issues/issue';
import type { CertificateProps } from '../topology/model';
import { contentOf, type TopologyFiles } from './files';
import type { RootCertificate } from './model';
import { rootConfigMap } from './names';
import type { MeshSite } from './sites';
import { makeToken } from './tokens';

const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

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
  const problem = text === undefined ? undefined : pemProblem(text);
  if (problem !== undefined) issues.add('TOP118', where, problem, "write the PEM text of the mesh's root certificates");
  return text === undefined ? undefined : `${text.trim()}\n`;
}

/** Why a text is not the PEM of CA certificates; undefined where it is. */
function pemProblem(text: string): string | undefined {
  if (/PRIVATE KEY/.test(text)) return 'the text holds a private key, which belongs nowhere but in its mesh';
  const blocks = text.match(BLOCK) ?? [];
  if (blocks.length === 0) return 'the text holds no certificate in PEM form';
  if (text.replace(BLOCK, '').trim() !== '') return 'the text holds more than certificates in PEM form';
  return blocks.map(certificateProblem).find((problem) => problem !== undefined);
}

function certificateProblem(block: string): string | undefined {
  try {
    const certificate = new X509Certificate(block);
    return certificate.ca ? undefined : `the certificate of "${certificate.subject}" is not one of a CA`;
  } catch {
    return 'a certificate cannot be parsed';
  }
}

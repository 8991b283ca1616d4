import { type CaCertificate, type PemContent, readPem } from '../../../certificates/pem';
import { listAt, textAt } from '../../../observed/fields';
import type { IstioMesh, TrustedRoot } from '../../../observed/ossm3/model';
import { valueAt } from '../../../values';

/** The root certificates that meshes have of themselves and of others; a text is parsed once. */
export class MeshRootTexts {
  private readonly texts = new Map<string, PemContent>();

  /** What a PEM text contains. */
  read(text: string): PemContent {
    const found = this.texts.get(text) ?? readPem(text);
    this.texts.set(text, found);
    return found;
  }

  /** The certificates of an entry; empty where its text is missing or invalid. */
  certificatesOf({ pem }: TrustedRoot): readonly CaCertificate[] {
    const content = typeof pem === 'string' ? this.read(pem) : undefined;
    return content !== undefined && 'certificates' in content ? content.certificates : [];
  }

  /** The fingerprints of the root certificates that a mesh publishes in the manifests; empty for most. */
  ownOf({ cluster, namespace }: IstioMesh): ReadonlySet<string> {
    const published = textAt(cluster.find('ConfigMap', namespace, 'istio-ca-root-cert')?.value, [
      'data',
      'root-cert.pem',
    ]);
    const content = published === undefined ? undefined : this.read(published);
    return new Set(
      content !== undefined && 'certificates' in content
        ? content.certificates.map(({ fingerprint }) => fingerprint)
        : [],
    );
  }
}

/** Whether an entry is one of `synth` whose certificate `inject` is to fill in: `certSigners: []` and no source of certificates. */
export function isIncomplete({ object }: IstioMesh, { path, pem, hasBundleUrl }: TrustedRoot): boolean {
  const signers = valueAt(object?.value, [...path, 'certSigners']);
  return pem === undefined && !hasBundleUrl && Array.isArray(signers) && listAt(signers).length === 0;
}

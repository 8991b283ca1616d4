import type { X509Certificate } from 'node:crypto';

/** The smallest RSA key in bits that NIST SP 800-131A allows for signatures. */
export const MIN_RSA_BITS = 2048;

/** Why a root certificate is weak or damaged, though it can be parsed. */
export type Weakness =
  | { readonly kind: 'short-key'; readonly bits: number }
  | { readonly kind: 'weak-digest'; readonly digest: string }
  | { readonly kind: 'invalid-self-signature' };

/** The digests of signature algorithms that are not collision resistant, by the bytes of the algorithm's OID. */
const WEAK_DIGESTS: ReadonlyMap<string, string> = new Map([
  ['2a864886f70d010102', 'MD2'],
  ['2a864886f70d010104', 'MD5'],
  ['2a864886f70d010105', 'SHA-1'],
  ['2b0e03021d', 'SHA-1'],
  ['2a8648ce3d0401', 'SHA-1'],
  ['2a8648ce380403', 'SHA-1'],
]);

/** The first weakness of a certificate; undefined if it has none. */
export function weaknessOf(certificate: X509Certificate): Weakness | undefined {
  try {
    const { publicKey, subject, issuer } = certificate;
    const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? MIN_RSA_BITS;
    if (bits < MIN_RSA_BITS) return { kind: 'short-key', bits };
    const digest = WEAK_DIGESTS.get(signatureAlgorithm(certificate.raw));
    if (digest !== undefined) return { kind: 'weak-digest', digest };
    const isValid = subject !== issuer || certificate.verify(publicKey);
    return isValid ? undefined : { kind: 'invalid-self-signature' };
  } catch {
    // OpenSSL's errors have no class of their own; a key of an unknown algorithm is not judged.
    return undefined;
  }
}

/**
 * The OID of the signature algorithm as hexadecimal bytes: the first part of what follows the signed part (RFC 5280,
 * section 4.1). Node.js 20 has no property for it.
 */
function signatureAlgorithm(der: Buffer): string {
  const signed = element(der, element(der, 0).start);
  const oid = element(der, element(der, signed.end).start);
  return der.toString('hex', oid.start, oid.end);
}

/** The content of the DER element at an offset. */
function element(der: Buffer, offset: number): { readonly start: number; readonly end: number } {
  const first = der.readUInt8(offset + 1);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const start = offset + 2 + lengthBytes;
  const length = lengthBytes === 0 ? first : der.readUIntBE(offset + 2, lengthBytes);
  return { start, end: start + length };
}

import type { X509Certificate } from 'node:crypto';

/** What is wrong with the key or the signature of a certificate that can be parsed. */
export type Weakness =
  | { readonly kind: 'short-key'; readonly algorithm: 'RSA' | 'DSA'; readonly bits: number }
  | { readonly kind: 'weak-digest'; readonly digest: string }
  /** Subject and issuer are the same, but the certificate's own key did not make its signature. */
  | { readonly kind: 'invalid-self-signature' };

/** The smallest RSA key in bits that NIST SP 800-131A allows for signatures. */
export const MIN_RSA_BITS = 2048;

/** Digests that are not collision resistant, by the bytes of the signature algorithm's OID (RFC 3279, RFC 2409). */
const WEAK_DIGESTS: ReadonlyMap<string, string> = new Map([
  ['2a864886f70d010102', 'MD2'],
  ['2a864886f70d010103', 'MD4'],
  ['2a864886f70d010104', 'MD5'],
  ['2a864886f70d010105', 'SHA-1'],
  ['2b0e03021d', 'SHA-1'],
  ['2a8648ce3d0401', 'SHA-1'],
  ['2a8648ce380403', 'SHA-1'],
]);

/** The weaknesses of a certificate; empty for most. Throws an error of OpenSSL for a key that it cannot read. */
export function weaknessesOf(certificate: X509Certificate): readonly Weakness[] {
  const { publicKey, subject, issuer } = certificate;
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? MIN_RSA_BITS;
  const algorithm = publicKey.asymmetricKeyType?.startsWith('rsa') ? 'RSA' : 'DSA';
  const digest = WEAK_DIGESTS.get(signatureAlgorithm(certificate.raw));
  const isValid = subject !== issuer || certificate.verify(publicKey);
  return [
    ...(bits < MIN_RSA_BITS ? [{ kind: 'short-key', algorithm, bits } as const] : []),
    ...(digest === undefined ? [] : [{ kind: 'weak-digest', digest } as const]),
    ...(isValid ? [] : [{ kind: 'invalid-self-signature' } as const]),
  ];
}

/**
 * The OID of the signature algorithm as hexadecimal bytes: the first part of what follows the signed part (RFC 5280,
 * section 4.1). X509Certificate has it from Node.js 24 on.
 */
function signatureAlgorithm(der: Buffer): string {
  const signed = element(der, element(der, 0).start);
  const oid = element(der, element(der, signed.end).start);
  return der.toString('hex', oid.start, oid.end);
}

/** Where the content of the DER element at an offset starts and ends. */
function element(der: Buffer, offset: number): { readonly start: number; readonly end: number } {
  const first = der.readUInt8(offset + 1);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const start = offset + 2 + lengthBytes;
  const length = lengthBytes === 0 ? first : der.readUIntBE(offset + 2, lengthBytes);
  return { start, end: start + length };
}

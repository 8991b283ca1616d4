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

/** The OID of RSASSA-PSS, whose digest is a parameter (RFC 4055, section 3.1). */
const RSASSA_PSS = '2a864886f70d01010a';

/** The same digests by their own OIDs (RFC 3279, RFC 8017). */
const WEAK_PARAMETERS: ReadonlyMap<string, string> = new Map([
  ['2a864886f70d0202', 'MD2'],
  ['2a864886f70d0204', 'MD4'],
  ['2a864886f70d0205', 'MD5'],
  ['2b0e03021a', 'SHA-1'],
]);

/** The tag of the first parameter of RSASSA-PSS, the digest. */
const PSS_DIGEST = 0xa0;

/** The weaknesses of a certificate; empty for most. Throws an error of OpenSSL for a key that it cannot read. */
export function weaknessesOf(certificate: X509Certificate): readonly Weakness[] {
  const { publicKey, subject, issuer } = certificate;
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? MIN_RSA_BITS;
  const algorithm = publicKey.asymmetricKeyType?.startsWith('rsa') ? 'RSA' : 'DSA';
  const digest = weakDigest(certificate.raw);
  const isValid = subject !== issuer || certificate.verify(publicKey);
  return [
    ...(bits < MIN_RSA_BITS ? [{ kind: 'short-key', algorithm, bits } as const] : []),
    ...(digest === undefined ? [] : [{ kind: 'weak-digest', digest } as const]),
    ...(isValid ? [] : [{ kind: 'invalid-self-signature' } as const]),
  ];
}

/**
 * The weak digest of the signature: that of the algorithm, whose OID is the first part of what follows the signed part
 * (RFC 5280, section 4.1). X509Certificate has it from Node.js 24 on.
 */
function weakDigest(der: Buffer): string | undefined {
  const signed = element(der, element(der, 0).start);
  const algorithm = element(der, signed.end);
  const oid = element(der, algorithm.start);
  const name = hexOf(der, oid);
  if (name !== RSASSA_PSS) return WEAK_DIGESTS.get(name);
  const parameters = oid.end < algorithm.end ? element(der, oid.end) : { start: oid.end, end: oid.end };
  const isStated = parameters.start < parameters.end && der.readUInt8(parameters.start) === PSS_DIGEST;
  // A parameter that is not stated is SHA-1.
  if (!isStated) return 'SHA-1';
  const digest = element(der, element(der, parameters.start).start);
  return WEAK_PARAMETERS.get(hexOf(der, element(der, digest.start)));
}

function hexOf(der: Buffer, { start, end }: { readonly start: number; readonly end: number }): string {
  return der.toString('hex', start, end);
}

/** Where the content of the DER element at an offset starts and ends. */
function element(der: Buffer, offset: number): { readonly start: number; readonly end: number } {
  const first = der.readUInt8(offset + 1);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const start = offset + 2 + lengthBytes;
  const length = lengthBytes === 0 ? first : der.readUIntBE(offset + 2, lengthBytes);
  return { start, end: start + length };
}

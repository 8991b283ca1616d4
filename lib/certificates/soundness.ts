import type { X509Certificate } from 'node:crypto';

/** What is wrong with the key or the signature of a certificate, apart from its names and its validity. */
export interface Soundness {
  /** Whether subject and issuer are the same, but the certificate's own key did not make its signature. */
  readonly isForged: boolean;
  /** What others can compute too, such as `RSA key of 1024 bits` and `SHA-1 signature`; empty for most certificates. */
  readonly weaknesses: readonly string[];
}

/** The shortest RSA key that is not weak (NIST SP 800-131A). */
const MIN_RSA_BITS = 2048;

/** Signature algorithms with broken hash functions, by the content of their object identifiers (RFC 3279, RFC 2409). */
const WEAK_SIGNATURES: { readonly [oid: string]: string } = {
  '2a864886f70d010102': 'MD2',
  '2a864886f70d010103': 'MD4',
  '2a864886f70d010104': 'MD5',
  '2a864886f70d010105': 'SHA-1',
  '2b0e03021d': 'SHA-1',
  '2a8648ce3d0401': 'SHA-1',
  '2a8648ce380403': 'SHA-1',
};

/** Checks key and signature of a certificate. Throws an error of OpenSSL for a key that it cannot read. */
export function soundnessOf(x509: X509Certificate): Soundness {
  const { asymmetricKeyType: type = '', asymmetricKeyDetails: details } = x509.publicKey;
  const bits = details?.modulusLength ?? MIN_RSA_BITS;
  const hash = WEAK_SIGNATURES[signatureAlgorithm(x509.raw)];
  return {
    isForged: x509.subject === x509.issuer && !x509.verify(x509.publicKey),
    weaknesses: [
      ...(bits < MIN_RSA_BITS ? [`${type.startsWith('rsa') ? 'RSA' : 'DSA'} key of ${bits} bits`] : []),
      ...(hash === undefined ? [] : [`${hash} signature`]),
    ],
  };
}

/**
 * The object identifier of the algorithm with which a certificate is signed, as hexadecimal content of its DER element.
 * X509Certificate has it from Node.js 24 on.
 */
function signatureAlgorithm(der: Buffer): string {
  const certificate = elementAt(der, 0);
  const body = elementAt(der, certificate.start);
  const algorithm = elementAt(der, body.end);
  const oid = elementAt(der, algorithm.start);
  return der.subarray(oid.start, oid.end).toString('hex');
}

/** Where the content of a DER element starts and ends. */
function elementAt(der: Buffer, offset: number): { readonly start: number; readonly end: number } {
  const length = der.readUInt8(offset + 1);
  if (length < 0x80) return { start: offset + 2, end: offset + 2 + length };
  const size = length & 0x7f;
  const start = offset + 2 + size;
  return { start, end: start + der.readUIntBE(offset + 2, size) };
}

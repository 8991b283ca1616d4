import { constants, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** What a certificate says. */
export interface CertificateOptions {
  /** The organization of the subject, as istiod sets the trust domain; undefined for an empty subject. */
  readonly organization?: string;
  /** @default true */
  readonly ca?: boolean;
  /** @default 2024-01-01 */
  readonly notBefore?: Date;
  /** @default 2044-01-01 */
  readonly notAfter?: Date;
  /** Another name for who signed it; the certificate is then no root. */
  readonly issuer?: string;
  /** The bits of an RSA key; by default the key is an EC key. */
  readonly rsaBits?: number;
  /** @default sha256 */
  readonly hash?: 'sha256' | 'sha1' | 'md5';
  /** Whether the signature of an RSA key is one of RSASSA-PSS. */
  readonly pss?: boolean;
  /** Whether the signature is that of another text. */
  readonly forged?: boolean;
}

/** The object identifiers of signatures, by the key and the hash. */
const SIGNATURES = {
  ec: { sha256: '2a8648ce3d040302', sha1: '2a8648ce3d0401', md5: '' },
  rsa: { sha256: '2a864886f70d01010b', sha1: '2a864886f70d010105', md5: '2a864886f70d010104' },
} as const;

/** The object identifiers of hashes, as parameters of RSASSA-PSS (RFC 4055). */
const HASHES = { sha256: '608648016503040201', sha1: '2b0e03021a', md5: '2a864886f70d0205' } as const;

const keys = new Map<number, KeyObject>();

/** One key for all certificates of its size; 0 is an EC key. */
function keyOf(rsaBits: number): KeyObject {
  const known = keys.get(rsaBits);
  if (known !== undefined) return known;
  const pair =
    rsaBits === 0
      ? generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
      : generateKeyPairSync('rsa', { modulusLength: rsaBits });
  keys.set(rsaBits, pair.privateKey);
  return pair.privateKey;
}

/** A new certificate as PEM text; Node.js reads certificates and cannot make them. */
export function makeCertificate(options: CertificateOptions = {}): string {
  const { organization, ca = true, issuer = organization, rsaBits = 0, hash = 'sha256', forged = false } = options;
  const { pss = false } = options;
  const { notBefore = new Date('2024-01-01T00:00:00Z'), notAfter = new Date('2044-01-01T00:00:00Z') } = options;
  const key = keyOf(rsaBits);
  const algorithm = pss
    ? sequence(oid('2a864886f70d01010a'), pssParameters(hash))
    : sequence(
        oid(SIGNATURES[rsaBits === 0 ? 'ec' : 'rsa'][hash]),
        ...(rsaBits === 0 ? [] : [der(0x05, Buffer.alloc(0))]),
      );
  const constraints = sequence(...(ca ? [der(0x01, Buffer.from([0xff]))] : []));
  const extension = sequence(oid('551d13'), der(0x01, Buffer.from([0xff])), der(0x04, constraints));
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name(issuer),
    sequence(time(notBefore), time(notAfter)),
    name(organization),
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extension)),
  );
  const signed = forged ? Buffer.from('another text') : body;
  const padding = pss ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  const signer = { key, ...(rsaBits > 0 && { padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }) };
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign(hash, signed, signer)]));
  return pem('CERTIFICATE', sequence(body, algorithm, signature));
}

/** SHA-1 is the default of all parameters, and is left out. */
function pssParameters(hash: keyof typeof HASHES): Buffer {
  if (hash === 'sha1') return sequence();
  const algorithm = sequence(oid(HASHES[hash]), der(0x05, Buffer.alloc(0)));
  const size = hash === 'md5' ? 16 : 32;
  return sequence(
    der(0xa0, algorithm),
    der(0xa1, sequence(oid('2a864886f70d010108'), algorithm)),
    der(0xa2, integer(Buffer.from([size]))),
  );
}

/** A new private key as PEM text. */
export function makePrivateKey(): string {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function integer(value: Buffer): Buffer {
  return der(0x02, value);
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

function name(organization: string | undefined): Buffer {
  if (organization === undefined) return sequence();
  return sequence(der(0x31, sequence(oid('55040a'), der(0x0c, Buffer.from(organization)))));
}

function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, '');
  return date.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
}

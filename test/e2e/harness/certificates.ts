import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { md, pki } from 'node-forge';

/** What a certificate says. */
export interface CertificateProps {
  /** The organization of the subject: of a root as istiod makes it, the trust domain; of a client, its group. */
  readonly organization: string;
  /** The common name of the subject: of a client, its user name. */
  readonly commonName?: string;
  /** Whether it is one of a CA. */
  readonly ca: boolean;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** A certificate and its private key, as PEM texts. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

const DAY = 86_400_000;

/** A new certificate with an RSA key, valid for ten years as istiod's are; it signs itself where no issuer is given. */
export function makeCertificate(props: CertificateProps, issuer?: KeyPair): KeyPair {
  const key = makeKey();
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.setRsaPublicKey(...publicNumbers(key));
  // The first byte keeps the number positive, and free of a leading zero too many, which OpenSSL refuses.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = props.notBefore ?? new Date(Date.now() - DAY);
  certificate.validity.notAfter = props.notAfter ?? new Date(Date.now() + 3650 * DAY);
  const subject = [
    { name: 'organizationName', value: props.organization },
    ...(props.commonName === undefined ? [] : [{ name: 'commonName', value: props.commonName }]),
  ];
  certificate.setSubject(subject);
  certificate.setIssuer(issuer === undefined ? subject : pki.certificateFromPem(issuer.certificate).subject.attributes);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: props.ca, critical: true },
    props.ca
      ? { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true }
      : { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    ...(props.ca ? [] : [{ name: 'extKeyUsage', clientAuth: true }]),
  ]);
  certificate.sign(pki.privateKeyFromPem(issuer?.key ?? key), md.sha256.create());
  return { certificate: pki.certificateToPem(certificate).replaceAll('\r\n', '\n'), key };
}

/** A new RSA private key, as PEM text. Node.js makes it: that takes a tenth of the time. */
export function makeKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
}

function publicNumbers(key: string): Parameters<typeof pki.setRsaPublicKey> {
  const { n, e } = pki.privateKeyFromPem(key);
  return [n, e];
}

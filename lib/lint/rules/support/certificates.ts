import { X509Certificate } from 'node:crypto';
import { type Weakness, weaknessesOf } from '../../../certificates/weaknesses';

/** The key of a ConfigMap from which istiod reads root certificates. */
export const ROOT_KEY = 'root-cert.pem';

/** The key under which `synth` writes root certificates while anything about the peer is a token; istiod does not read it. */
export const INCOMPLETE_KEY = 'root-cert.pem.incomplete';

const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]*-----END CERTIFICATE-----/g;

/** What a text that should consist of root certificates contains. */
export interface RootText {
  /** The certificates; undefined for one that cannot be parsed. */
  readonly certificates: readonly (Certificate | undefined)[];
  /** Whether the text has anything else than certificates and white space. */
  readonly hasOther: boolean;
}

/** The parts of a certificate that are checked. */
export interface Certificate {
  /** The subject, its parts separated by commas; empty where the certificate has none. */
  readonly subject: string;
  /** The SHA-256 fingerprint. */
  readonly fingerprint: string;
  /** Whether it may sign other certificates. */
  readonly isCA: boolean;
  /** The end of its validity. */
  readonly expires: Date;
  /** Why it is weak; empty if it is not. */
  readonly weaknesses: readonly Weakness[];
}

/** Reads texts of certificates; a text that several objects have is parsed once. */
export class RootTexts {
  private readonly known = new Map<string, RootText>();

  /** What a text contains. */
  read(text: string): RootText {
    const found = this.known.get(text) ?? readText(text);
    this.known.set(text, found);
    return found;
  }
}

function readText(text: string): RootText {
  return {
    certificates: (text.match(BLOCK) ?? []).map(toCertificate),
    hasOther: text.replace(BLOCK, '').trim() !== '',
  };
}

function toCertificate(block: string): Certificate | undefined {
  try {
    const certificate = new X509Certificate(block);
    const { subject, fingerprint256, ca, validTo } = certificate;
    return {
      // Without a subject, Node.js returns undefined, which its types do not say.
      subject: (subject ?? '').replaceAll('\n', ', '),
      fingerprint: fingerprint256,
      isCA: ca,
      expires: new Date(validTo),
      weaknesses: readableWeaknesses(certificate),
    };
  } catch {
    // OpenSSL's errors have no class of their own; whatever the error says, the text cannot be parsed.
    return undefined;
  }
}

function readableWeaknesses(certificate: X509Certificate): readonly Weakness[] {
  try {
    return weaknessesOf(certificate);
  } catch {
    // istiod may support an algorithm that OpenSSL does not.
    return [];
  }
}

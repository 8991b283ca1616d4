import { X509Certificate } from 'node:crypto';

/** The key of a ConfigMap under which istiod looks for root certificates. */
export const ROOT_KEY = 'root-cert.pem';

const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]*-----END CERTIFICATE-----/g;

/** What a text in place of root certificates holds. */
export interface RootText {
  /** The certificates; undefined for one that cannot be parsed. */
  readonly certificates: readonly (Certificate | undefined)[];
  /** Whether other text stands beside them. */
  readonly hasOther: boolean;
}

/** What is looked at of a certificate. */
export interface Certificate {
  readonly subject: string;
  readonly fingerprint: string;
  readonly isCA: boolean;
  readonly expires: Date;
}

/** Reads texts of certificates; a text that stands in many places is parsed once. */
export class RootTexts {
  private readonly known = new Map<string, RootText>();

  /** What a text holds. */
  read(text: string): RootText {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const parsed = {
      certificates: (text.match(BLOCK) ?? []).map(toCertificate),
      hasOther: text.replace(BLOCK, '').trim() !== '',
    };
    this.known.set(text, parsed);
    return parsed;
  }
}

function toCertificate(block: string): Certificate | undefined {
  try {
    const { subject, fingerprint256, ca, validTo } = new X509Certificate(block);
    return {
      subject: (subject ?? '').replaceAll('\n', ', '),
      fingerprint: fingerprint256,
      isCA: ca,
      expires: new Date(validTo),
    };
  } catch {
    // OpenSSL's errors are of no class of their own; whatever it says, the text is no certificate.
    return undefined;
  }
}

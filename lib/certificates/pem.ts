import { X509Certificate } from 'node:crypto';
import { type Weakness, weaknessesOf } from './weaknesses';

/** The maximum size of a PEM text in characters; a root certificate has about 2,000. */
const MAX_PEM_CHARACTERS = 65_536;

/** The maximum number of certificates in one text. */
const MAX_CERTIFICATES = 16;

/** A CA certificate. */
export interface CaCertificate {
  /** The SHA-256 fingerprint in hexadecimal pairs with colons. */
  readonly fingerprint: string;
  /** The subject on one line, such as `O=cluster.local`; empty if it has none. */
  readonly subject: string;
  /** The organizations of the subject. */
  readonly organizations: readonly string[];
  /** Whether subject and issuer are the same, as in root certificates. */
  readonly isRoot: boolean;
  /** The start of its validity. */
  readonly notBefore: Date;
  /** The end of its validity. */
  readonly notAfter: Date;
  /** Why its key or its signature is weak, such as `RSA key of 1024 bits`; empty for most certificates. */
  readonly weaknesses: readonly string[];
  /** One PEM block in lines of 64 characters, with a line break at its end. */
  readonly pem: string;
}

/** Why a text is not valid PEM of CA certificates. */
export interface PemProblem {
  /** The kind of the problem, for callers that treat some of them specially. */
  readonly kind: 'private-key' | 'none' | 'other-text' | 'unparsable' | 'not-ca' | 'invalid-signature' | 'too-much';
  /** What is wrong, without a period at the end; of the text it repeats only subjects of certificates. */
  readonly message: string;
}

/** The certificates of a PEM text, or why it is invalid. */
export type PemContent = { readonly certificates: readonly CaCertificate[] } | { readonly problem: PemProblem };

const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** A comment line, which often names the owner of the certificate below it. */
const COMMENT = /^[ \t]*#.*$/gm;

/** Part of the first line of every PEM private key, and of PuTTY's format. */
const PRIVATE_KEY = /PRIVATE KEY|Private-Lines:/;

/** Whether a text contains a private key. */
export function holdsPrivateKey(text: string): boolean {
  return PRIVATE_KEY.test(text);
}

/** The last texts that are valid: a root is in the namespaces of its mesh and of all peers, and is read for each of them. */
const KNOWN = new Map<string, PemContent>();
const MAX_KNOWN = 256;

/** Parses a PEM text of one or more CA certificates; apart from them only comment lines are allowed. */
export function readPem(text: string): PemContent {
  const known = KNOWN.get(text);
  if (known !== undefined) return known;
  const content = parseText(text);
  if ('problem' in content) return content;
  if (KNOWN.size >= MAX_KNOWN) KNOWN.clear();
  KNOWN.set(text, content);
  return content;
}

function parseText(text: string): PemContent {
  if (holdsPrivateKey(text)) {
    return failed('private-key', 'the text contains a private key, which must never leave its mesh');
  }
  if (text.length > MAX_PEM_CHARACTERS) {
    return failed('too-much', `the text is too large: ${text.length} characters, maximum ${MAX_PEM_CHARACTERS}`);
  }
  const blocks = text.match(BLOCK) ?? [];
  if (blocks.length === 0) return failed('none', withoutCertificate(text));
  if (text.replace(BLOCK, '').replace(COMMENT, '').trim() !== '') {
    return failed('other-text', 'the text contains more than PEM certificates');
  }
  if (blocks.length > MAX_CERTIFICATES) {
    return failed('too-much', `the text has too many certificates: ${blocks.length}, maximum ${MAX_CERTIFICATES}`);
  }
  const certificates: CaCertificate[] = [];
  for (const block of blocks) {
    const parsed = parse(block);
    if (parsed === undefined) return failed('unparsable', 'the text contains an invalid certificate');
    const { certificate, isCa, isSigned } = parsed;
    if (!isCa) return failed('not-ca', `the certificate of "${printable(certificate)}" is not a CA certificate`);
    if (!isSigned) {
      const message = `the self-signed certificate of "${printable(certificate)}" has an invalid signature`;
      return failed('invalid-signature', message);
    }
    certificates.push(certificate);
  }
  return { certificates };
}

/** A subject for a message: on one line, truncated, and without terminal control characters. */
function printable({ subject }: CaCertificate): string {
  const safe = subject.replace(/[^\P{C}]|[\u2028\u2029]/gu, '?');
  return safe.length > 100 ? `${safe.slice(0, 100)}…` : safe;
}

function failed(kind: PemProblem['kind'], message: string): PemContent {
  return { problem: { kind, message } };
}

/** Describes a text without certificates; repeats none of it, because it may be secret. */
function withoutCertificate(text: string): string {
  if (text.trim() === '') return 'the text is empty';
  if (/^\s*(<!doctype html|<html|<head|<\?xml)/i.test(text)) {
    return 'the text is an HTML page instead of a certificate, such as the answer of a proxy or a login page';
  }
  if (text.includes('BEGIN CERTIFICATE') && text.includes('\\n')) {
    return 'the lines of the certificate are joined by a literal "\\n" instead of line breaks';
  }
  return 'the text contains no PEM certificate';
}

interface ParsedCertificate {
  readonly certificate: CaCertificate;
  readonly isCa: boolean;
  /** Whether its signature is valid, as far as it is that of its own key. */
  readonly isSigned: boolean;
}

function parse(block: string): ParsedCertificate | undefined {
  try {
    const x509 = new X509Certificate(block);
    const weaknesses = weaknessesOf(x509);
    const subject = x509.subject ?? '';
    // A subject that looks like a private key would make every later check reject the text.
    if (holdsPrivateKey(subject)) return undefined;
    const [notBefore, notAfter] = [new Date(x509.validFrom), new Date(x509.validTo)];
    if (Number.isNaN(notBefore.getTime()) || Number.isNaN(notAfter.getTime())) return undefined;
    const certificate = {
      fingerprint: x509.fingerprint256,
      subject: subject.replaceAll('\n', ', '),
      organizations: subject.split('\n').flatMap((part) => (part.startsWith('O=') ? [part.slice(2)] : [])),
      isRoot: subject === (x509.issuer ?? ''),
      notBefore,
      notAfter,
      weaknesses: weaknesses.map(weaknessText),
      pem: x509.toString(),
    };
    const isSigned = weaknesses.every(({ kind }) => kind !== 'invalid-self-signature');
    return { certificate, isCa: x509.ca, isSigned };
  } catch {
    // OpenSSL's errors have no class of their own; in each case the certificate is invalid.
    return undefined;
  }
}

function weaknessText(weakness: Weakness): string {
  if (weakness.kind === 'short-key') return `${weakness.algorithm} key of ${weakness.bits} bits`;
  return weakness.kind === 'weak-digest' ? `${weakness.digest} signature` : 'invalid signature';
}

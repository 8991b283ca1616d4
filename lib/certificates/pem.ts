import { X509Certificate } from 'node:crypto';

/** The largest text of certificates that is looked at, in characters; a root takes about 2,000. */
export const MOST_PEM_CHARACTERS = 65_536;

/** How many certificates one text may hold. */
export const MOST_CERTIFICATES = 16;

/** A certificate of a CA. */
export interface CaCertificate {
  /** SHA-256 over the certificate, in hexadecimal pairs with colons. */
  readonly fingerprint: string;
  /** The subject on one line, such as `O=cluster.local`; empty where it has none. */
  readonly subject: string;
  /** The organizations of the subject. */
  readonly organizations: readonly string[];
  /** Whether it names itself as its issuer, as roots do. */
  readonly isRoot: boolean;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** One block of PEM in lines of 64 letters, with a line break at its end. */
  readonly pem: string;
}

/** Why a text is not one of certificates of a CA; the message never repeats any of the text but subjects. */
export interface PemProblem {
  readonly kind: 'private-key' | 'none' | 'other-text' | 'unparsable' | 'not-ca' | 'too-much';
  readonly message: string;
}

/** What a text of certificates holds, or why it is none. */
export type PemContent = { readonly certificates: readonly CaCertificate[] } | { readonly problem: PemProblem };

const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** A line that is no part of a certificate, as people write above one whose it is. */
const COMMENT = /^[ \t]*#.*$/gm;

/** What every form of PEM for private keys has in its first line, and what PuTTY writes. */
const PRIVATE_KEY = /PRIVATE KEY|Private-Lines:/;

/** Whether a text holds a private key. */
export function holdsPrivateKey(text: string): boolean {
  return PRIVATE_KEY.test(text);
}

/**
 * The certificates of a text, which must be PEM of certificates of CAs: at least one, and nothing beside
 * them but lines of comments.
 */
export function readPem(text: string): PemContent {
  if (holdsPrivateKey(text)) {
    return failed('private-key', 'the text holds a private key, which belongs nowhere but in its mesh');
  }
  if (text.length > MOST_PEM_CHARACTERS) {
    return failed('too-much', `the text has ${text.length} characters, more than ${MOST_PEM_CHARACTERS}`);
  }
  const blocks = text.match(BLOCK) ?? [];
  if (blocks.length === 0) return failed('none', withoutCertificate(text));
  if (text.replace(BLOCK, '').replace(COMMENT, '').trim() !== '') {
    return failed('other-text', 'the text holds more than certificates in PEM form');
  }
  if (blocks.length > MOST_CERTIFICATES) {
    return failed('too-much', `the text holds ${blocks.length} certificates, more than ${MOST_CERTIFICATES}`);
  }
  const certificates: CaCertificate[] = [];
  for (const block of blocks) {
    const parsed = parse(block);
    if (parsed === undefined) return failed('unparsable', 'a certificate cannot be parsed');
    if (!parsed.isCa) return failed('not-ca', `the certificate of "${shown(parsed.certificate)}" is not one of a CA`);
    certificates.push(parsed.certificate);
  }
  return { certificates };
}

/** A subject for a message: on one line, not too long, and without what a terminal takes for a command. */
function shown({ subject }: CaCertificate): string {
  const safe = subject.replace(/[^\P{C}]|[\u2028\u2029]/gu, '?');
  return safe.length > 100 ? `${safe.slice(0, 100)}…` : safe;
}

function failed(kind: PemProblem['kind'], message: string): PemContent {
  return { problem: { kind, message } };
}

/** What a text without any certificate looks like; nothing of it is repeated, as it may be anything. */
function withoutCertificate(text: string): string {
  if (text.trim() === '') return 'the text is empty';
  if (/^\s*(<!doctype html|<html|<head|<\?xml)/i.test(text)) {
    return 'the text is an HTML page, such as a proxy or a login page gives, and no certificate';
  }
  if (text.includes('BEGIN CERTIFICATE') && text.includes('\\n')) {
    return 'the lines of the certificate are joined by a backslash and an "n" instead of line ends';
  }
  return 'the text holds no certificate in PEM form';
}

function parse(block: string): { readonly certificate: CaCertificate; readonly isCa: boolean } | undefined {
  try {
    const x509 = new X509Certificate(block);
    const subject = x509.subject ?? '';
    // A text of certificates is searched for private keys, and none may be taken for one by the name of its owner.
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
      pem: x509.toString(),
    };
    return { certificate, isCa: x509.ca };
  } catch {
    // OpenSSL's errors are of no class of their own; whatever it says, the text is no certificate.
    return undefined;
  }
}

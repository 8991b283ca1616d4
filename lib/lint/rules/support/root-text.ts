import type { Weakness } from '../../../certificates/weaknesses';
import type { Finding } from '../../diagnostic';
import type { FindingPlace } from '../../findings';
import type { Certificate, RootText } from './certificates';
import { isPlaceholder } from './placeholders';
import { rootFinding } from './root-findings';
import { quoted } from './words';

const DAY = 24 * 60 * 60 * 1000;
/** How many days before its end a certificate is reported. */
const SOON = 30;
/** How many characters of a text a message quotes. */
const MAX_EXCERPT = 40;

/** A certificate whose content begins on the line of its header. */
const ONE_LINE = /-----BEGIN CERTIFICATE-----[ \t]*[A-Za-z0-9+/]/;

/** Why a value under the key for root certificates is not a text that can be read. */
export function valueProblem(value: unknown, place: FindingPlace): Finding {
  if (value === '' || value === null) return rootFinding('emptyText', place, {});
  return rootFinding('notText', place, { value: quoted(value) });
}

/** Why a text cannot be used as root certificates at all; undefined where it can. */
export function textProblem(text: string, { certificates }: RootText, place: FindingPlace): Finding | undefined {
  if (text.includes('PRIVATE KEY')) return rootFinding('privateKey', place, {});
  if (ONE_LINE.test(text)) return rootFinding('lostLineBreaks', place, {});
  if (certificates.length === 0) return withoutCertificate(text, place);
  const invalid = certificates.indexOf(undefined);
  if (invalid >= 0) {
    return rootFinding('invalidCertificate', place, { number: invalid + 1, count: certificates.length });
  }
  const leaf = certificates.find((certificate) => certificate?.isCA === false);
  return leaf && rootFinding('notCA', place, { subject: leaf.subject });
}

function withoutCertificate(text: string, place: FindingPlace): Finding {
  if (text.includes('\\n')) return rootFinding('escapedLines', place, {});
  return rootFinding(isPlaceholder(text) ? 'placeholder' : 'noCertificate', place, { text: excerpt(text) });
}

function excerpt(text: string): string {
  const line = `${text.trim().split('\n')[0]}`.trim();
  return line.length > MAX_EXCERPT ? `${line.slice(0, MAX_EXCERPT)}...` : line;
}

/** Certificates that have expired or expire soon. An expired one beside one that is valid is only superfluous. */
export function expiries(certificates: readonly Certificate[], now: Date, place: FindingPlace): readonly Finding[] {
  const isSuperfluous = certificates.some(({ expires }) => expires > now);
  return certificates.flatMap(({ subject, expires }) => {
    const slots = { subject, date: expires.toISOString().slice(0, 10) };
    if (expires <= now) return rootFinding(isSuperfluous ? 'expiredBesideOthers' : 'expired', place, slots);
    const days = Math.floor((expires.getTime() - now.getTime()) / DAY);
    return days < SOON ? rootFinding('expiresSoon', place, { ...slots, days }) : [];
  });
}

/** Certificates that can be parsed but are weak or damaged. */
export function weaknesses(certificates: readonly Certificate[], place: FindingPlace): readonly Finding[] {
  return certificates.flatMap((one) => one.weaknesses.map((weakness) => weaknessFinding(weakness, one.subject, place)));
}

function weaknessFinding(weakness: Weakness, subject: string, place: FindingPlace): Finding {
  if (weakness.kind === 'short-key') return rootFinding('shortKey', place, { subject, ...weakness });
  if (weakness.kind === 'weak-digest') return rootFinding('weakDigest', place, { subject, ...weakness });
  return rootFinding('invalidSelfSignature', place, { subject });
}

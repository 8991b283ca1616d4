import { readPem } from '../certificates/pem';
import { REDACTED } from '../issues/redact';
import { mapStrings } from '../values';
import { isMasked } from './secrets';

const PEM = /-----BEGIN [A-Z0-9 ]+-----/;

/** A value of a field for a report: certificates as their fingerprints, and no secret. */
export function shownValue(value: unknown): unknown {
  return mapStrings(value, shownText);
}

function shownText(text: string): string {
  if (isMasked(text)) return REDACTED;
  if (!PEM.test(text)) return text;
  const content = readPem(text);
  if ('problem' in content) return `PEM text (${content.problem.message})`;
  return content.certificates.map(({ fingerprint }) => `certificate ${fingerprint}`).join(', ');
}

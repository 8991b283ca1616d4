import { readPem } from '../certificates/pem';
import { isCredentialName, REDACTED } from '../issues/redact';
import { type Fields, isFields } from '../values';
import type { FieldPath } from './model';

const PEM = /-----BEGIN [A-Z0-9 ]+-----/;

/**
 * A value of a field for a report: certificates as their fingerprints, and no secret. The values of a Secret have no
 * fingerprint, because a short one could be found by trying.
 */
export function shownValue(kind: string, path: FieldPath, value: unknown): unknown {
  const isSecret = kind === 'Secret' && (path[0] === 'data' || path[0] === 'stringData');
  return shown(value, isSecret || isCredentialName(path.at(-1) ?? ''));
}

function shown(value: unknown, isSecret: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => shown(item, isSecret));
  if (isFields(value)) return shownFields(value, isSecret);
  if (isSecret) return REDACTED;
  return typeof value === 'string' && PEM.test(value) ? shownPem(value) : value;
}

function shownFields(fields: Fields, isSecret: boolean): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, shown(value, isSecret || isCredentialName(key))]),
  );
}

/** PEM text as the fingerprints of its certificates. */
function shownPem(text: string): string {
  const content = readPem(text);
  if ('problem' in content) return `PEM text (${content.problem.message})`;
  return content.certificates.map(({ fingerprint }) => `certificate ${fingerprint}`).join(', ');
}

import { printableLines } from '../../issues/printable';
import { isCredentialName, REDACTED, redact } from '../../issues/redact';
import { toYaml } from '../../output/yaml-text';
import { type Fields, isFields } from '../../values';

/** The annotation in which `kubectl apply` keeps a copy of the object. */
const COPY = 'kubectl.kubernetes.io/last-applied-configuration';

/** An object as YAML for a page: without private keys, credentials, values of Secrets and hidden characters. */
export function shownYaml(object: Fields): string {
  return printableLines(toYaml(shownFields(object)));
}

function shownFields(map: Fields): Fields {
  const isSecret = map.kind === 'Secret';
  const isVariable = typeof map.name === 'string' && isCredentialName(map.name);
  const entries = Object.entries(map).map(([key, value]) => {
    const isValue = (isSecret && /^(data|stringData)$/.test(key)) || (isVariable && key === 'value');
    return [redact(key), isValue || key === COPY || isCredentialName(key) ? hidden(value) : shownValue(value)];
  });
  return Object.fromEntries(entries);
}

function shownValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shownValue);
  if (isFields(value)) return shownFields(value);
  return typeof value === 'string' ? redact(value) : value;
}

/** A value with all of its scalars replaced. */
function hidden(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hidden);
  if (isFields(value)) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, hidden(part)]));
  return value === null || value === undefined ? value : REDACTED;
}

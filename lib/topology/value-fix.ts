import type { ErrorObject } from 'ajv';

/** The pattern of a duration in the schema. */
const DURATION = '(ms|s|m|h)';

/**
 * What to write instead of a value of the wrong type, where the meaning of the value is clear.
 *
 * @param types the types that the schema allows
 */
export function valueFix({ data, parentSchema }: ErrorObject, types: readonly string[]): string | undefined {
  if (data === null) return 'write a value, or remove the key';
  if (typeof data === 'string') return textFix(data, types, Object.keys(parentSchema?.properties ?? {}));
  if (typeof data !== 'number' && typeof data !== 'boolean') return undefined;
  if (!types.includes('string')) return undefined;
  const isDuration = typeof data === 'number' && String(parentSchema?.pattern).includes(DURATION);
  return isDuration ? `write ${data}s` : `write "${data}", with quotes`;
}

/** What to write instead of a text. */
function textFix(text: string, types: readonly string[], keys: readonly string[]): string | undefined {
  if (types.includes('integer') && /^\d{1,9}$/.test(text)) return `write ${text}, without quotes`;
  if (types.includes('boolean') && /^(true|yes|on)$/i.test(text)) return 'write true, without quotes';
  if (types.includes('boolean') && /^(false|no|off)$/i.test(text)) return 'write false, without quotes';
  if (types.length === 1 && types[0] === 'array' && /^[\w.-]+$/.test(text)) return `write [${text}]`;
  const [, namespace, name] = /^([a-z0-9-]+)\/([a-z0-9-]+)$/.exec(text) ?? [];
  const isService = keys.includes('namespace') && keys.includes('name');
  return isService && name !== undefined ? `write { namespace: ${namespace}, name: ${name} }` : undefined;
}

import type { ErrorObject } from 'ajv';
import type { Path } from '../issues/issue';
import { isFields, isText } from '../values';

/** The pattern of a duration in the schema. */
const DURATION = '(ms|s|m|h)';

/**
 * What to write instead of a value of the wrong type, where the meaning of the value is clear.
 *
 * @param types the types that the schema allows
 * @param path the path of the value
 */
export function valueFix(
  { data, parentSchema }: ErrorObject,
  types: readonly string[],
  path: Path,
): string | undefined {
  if (data === null) return 'write a value, or remove the key';
  if (typeof data === 'object') return collectionFix(data, types, path);
  const short = path.length === 2 && types.includes('object') ? SHORT_FORMS[String(path[0])] : undefined;
  if (short !== undefined && isText(data)) return `write { ${short}: ${data} }`;
  if (typeof data === 'string') return textFix(data, types, Object.keys(parentSchema?.properties ?? {}));
  if (typeof data !== 'number' && typeof data !== 'boolean') return undefined;
  if (!types.includes('string')) return undefined;
  if (typeof data === 'number' && !Number.isSafeInteger(data) && data % 1 === 0) return 'write the value with quotes';
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

/** The key that a text in place of an entry most likely means. */
const SHORT_FORMS: { readonly [section: string]: string } = { clusters: 'platform', meshes: 'cluster' };

/** What to write instead of a list or a map. */
function collectionFix(data: object, types: readonly string[], path: Path): string | undefined {
  if (!Array.isArray(data)) return types.includes('array') ? 'write a list, with "- " before each entry' : undefined;
  if (!types.includes('object')) return undefined;
  if (path.length === 2 && path[0] === 'peerings') return 'write { between: [...] }';
  const [first] = data as readonly unknown[];
  const name = isFields(first) ? (first.name ?? Object.keys(first)[0]) : first;
  return isText(name) && /^[\w.-]+$/.test(name)
    ? `write a map with a key for each entry, such as "${name}:"`
    : undefined;
}

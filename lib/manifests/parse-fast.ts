import { CORE_SCHEMA, load, loadAll } from 'js-yaml';
import { MAX_MANIFEST_DEPTH } from '../bounds';
import { type BlockBuilder, parseBlockStyle } from '../yaml/block-style';
import { SharedFields } from './shared-fields';

/** No fields yet, for texts that are parsed one after the other. */
export function newSharedFields(): SharedFields {
  const builder = valueBuilder();
  return new SharedFields((text) => {
    if (needsOther(text)) return undefined;
    const [value, ...others] = valuesOf(text, builder) ?? [];
    return others.length > 0 || isTooDeep(value) ? undefined : value;
  });
}

/**
 * The values of all documents of a text by js-yaml; undefined if the other parser is needed.
 *
 * @throws RangeError if values are nested too deeply
 */
export function parseFast(text: string): readonly unknown[] | undefined {
  return needsOther(text) ? undefined : loaded(() => loadAll(text, undefined, { schema: CORE_SCHEMA }));
}

/** Whether js-yaml must not parse a text. */
function needsOther(text: string): boolean {
  // Nested aliases can expand to more than any memory, and js-yaml does not limit them.
  if (/[*&]/.test(text) && /(^|[\s[{,])[*&][^\s*]/m.test(text)) return true;
  if (text.includes('<<:')) return true;
  // Of a list or a map as key js-yaml makes a text of its values, which a finding would repeat.
  return /[?\]}]/.test(text) && /(^|[\s[{,])\?(\s|$)|[\]}]\s*:/m.test(text);
}

/** The values of a text, those in block style without js-yaml. */
function valuesOf(text: string, builder: BlockBuilder<unknown>): readonly unknown[] | undefined {
  const value = loaded(() => parseBlockStyle(text, builder));
  return value === undefined ? loaded(() => loadAll(text, undefined, { schema: CORE_SCHEMA })) : [value];
}

/** The number of texts after which they are forgotten. */
const MAX_TEXTS = 10_000;

/** Makes plain values; equal texts that come soon after each other are one in memory, such as those of labels. */
function valueBuilder(): BlockBuilder<unknown> {
  const texts = new Map<string, unknown>();
  return {
    scalar: (text) => {
      const known = texts.get(text);
      if (known !== undefined) return known;
      if (texts.size >= MAX_TEXTS) texts.clear();
      const value = scalarOf(text);
      texts.set(text, value);
      return value;
    },
    list: (items) => items,
    map: () => ({}),
    add: (map, key, value) => {
      const fields = map as Record<string, unknown>;
      if (Object.hasOwn(fields, key)) return false;
      fields[key] = value;
      return true;
    },
  };
}

/** What a text without line breaks stands for. */
function scalarOf(text: string): unknown {
  // Nothing else that begins so is a number, a boolean or null.
  if (/^[a-z/<(]/i.test(text) && !/^(?:true|false|null)$/i.test(text)) return text;
  if (/^(?:"[^"\\]*"|'[^']*')$/.test(text)) return text.slice(1, -1);
  return /^(?:0|[1-9]\d{0,8})$/.test(text) ? Number(text) : load(text, { schema: CORE_SCHEMA });
}

/** What a function of js-yaml returns; undefined if it does not accept its text. */
function loaded<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return undefined;
  }
}

/** Whether a value exceeds the maximum nesting. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (depth > MAX_MANIFEST_DEPTH) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((part) => isTooDeep(part, depth + 1));
}

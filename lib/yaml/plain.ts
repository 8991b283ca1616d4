import type { Document, SchemaOptions } from 'yaml';
import { MAX_ALIAS_EXPANSION } from '../bounds';
import { faultText, TOO_DEEP } from './fault';

/** Tags whose values are not JSON. They are part of YAML 1.1, which a file can select. */
const NON_JSON_TAGS = ['timestamp', 'binary', 'omap', 'pairs', 'set'].map((name) => `tag:yaml.org,2002:${name}`);

/** Options that restrict documents to JSON values; without its tag a date stays a string. */
export const PLAIN_TAGS: SchemaOptions = {
  resolveKnownTags: false,
  customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !NON_JSON_TAGS.includes(tag.tag)),
};

/** A document as plain JSON values, or why that fails: aliases that are unresolved, circular, or expand too far. */
export function plainValue(
  document: Pick<Document, 'toJS'>,
): { readonly value: unknown } | { readonly problem: string } {
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIAS_EXPANSION });
    // A circular value would never end; JSON.stringify throws on it.
    JSON.stringify(value);
    return { value };
  } catch (error) {
    if (error instanceof ReferenceError) return { problem: faultText(error.message) };
    if (error instanceof TypeError) return { problem: 'an alias refers to a node that contains it' };
    if (error instanceof RangeError) return { problem: TOO_DEEP };
    // A "<<" whose value is not a map throws a plain Error.
    if (error instanceof Error) return { problem: faultText(error.message) };
    throw error;
  }
}

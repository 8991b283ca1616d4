import type { Document, SchemaOptions } from 'yaml';

/** Tags whose values are no JSON; YAML 1.1, which a file may ask for, has them without being told. */
const NO_JSON = ['timestamp', 'binary', 'omap', 'pairs', 'set'].map((name) => `tag:yaml.org,2002:${name}`);

/** The options with which documents hold nothing but JSON values; without its tag a date stays the text that it is. */
export const PLAIN_TAGS: SchemaOptions = {
  resolveKnownTags: false,
  customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !NO_JSON.includes(tag.tag)),
};

/** How many nodes the aliases of a document may stand for, as a multiple of those that it has. */
const MOST_ALIASES = 100;

/** A document as plain JSON values, or why it has none: its aliases refer to nothing, to themselves, or to too much. */
export function plainValue(
  document: Pick<Document, 'toJS'>,
): { readonly value: unknown } | { readonly problem: string } {
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    // What holds itself has no end as text; JSON notices before anything here walks into it.
    JSON.stringify(value);
    return { value };
  } catch (error) {
    if (error instanceof ReferenceError) return { problem: error.message };
    if (error instanceof TypeError) return { problem: 'an alias stands for what it is a part of' };
    if (error instanceof RangeError) return { problem: 'it is nested too deeply' };
    // What "<<" merges and is no map is an error without a class of its own.
    if (error instanceof Error) return { problem: error.message };
    throw error;
  }
}

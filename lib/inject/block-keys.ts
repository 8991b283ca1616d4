import { isDeepStrictEqual } from 'node:util';
import type { FactKind } from '../facts/kind';
import type { BlockPlace, IncompleteBlock } from '../facts/place';
import { TOKEN_START } from '../facts/token';
import type { Path } from '../issues/issue';
import { valueAt } from '../values';
import { pathsOf } from './block-fill';
import { keyPattern, withValue } from './document-fill';
import { readValue } from './edits';

/** A document whose tokens were filled as far as they are known. */
interface ReadDocument {
  /** The text. */
  readonly text: string;
  /** The value; undefined if it was not read. */
  readonly value?: unknown;
}

/** Decides under which of its two keys a block of text is. */
export interface BlockKeys {
  /** Whether a document may have such a block, even without a token. */
  mayHave(text: string): boolean;
  /** The text of each document, with the key of each block as it has to be after the others are filled. */
  settle(documents: readonly ReadDocument[]): readonly string[];
}

/** A place of blocks with two keys. */
type TwoKeyPlace = BlockPlace & { readonly incomplete: IncompleteBlock };

/**
 * Decides the keys of blocks that have two: the key that readers read if neither the text nor a reader among the documents
 * has a token, and the other one until then. So a reader never reads a token, and reads nothing while it is incomplete.
 */
export function blockKeys(kinds: readonly FactKind[]): BlockKeys {
  const places = kinds.flatMap((kind) => kind.places).filter(hasTwoKeys);
  return {
    // The beginning of a key is enough, as it may be in quotes.
    mayHave: (text) => places.some((place) => pathsOf(place).some((path) => text.includes(path.at(-1) ?? ''))),
    settle: (documents) =>
      documents.map((document) =>
        places.reduce((text, place) => settleOne({ ...document, text }, place, documents), document.text),
      ),
  };
}

function hasTwoKeys(place: FactKind['places'][number]): place is TwoKeyPlace {
  return place.form === 'block' && place.incomplete !== undefined;
}

function settleOne({ text, value }: ReadDocument, place: TwoKeyPlace, documents: readonly ReadDocument[]): string {
  if (valueAt(value, ['kind']) !== place.objectKind) return text;
  const found = pathsOf(place).filter((path) => typeof valueAt(value, path) === 'string');
  const [path, ...others] = found;
  if (path === undefined || others.length > 0) return text;
  const isIncomplete = hasToken(valueAt(value, path)) || readersOf(value, place, documents).some(hasToken);
  const [complete = [], incomplete = []] = pathsOf(place);
  return renameKey(text, value, path, (isIncomplete ? incomplete : complete).at(-1) ?? '');
}

/** The objects among the documents that read a block of an object. */
function readersOf(object: unknown, { incomplete }: TwoKeyPlace, documents: readonly ReadDocument[]): unknown[] {
  const { readerKind, namePath } = incomplete;
  return documents.flatMap(({ value }) => {
    const isReader =
      valueAt(value, ['kind']) === readerKind &&
      valueAt(value, ['metadata', 'namespace']) === valueAt(object, ['metadata', 'namespace']) &&
      valueAt(value, namePath) === valueAt(object, ['metadata', 'name']);
    return isReader ? [value] : [];
  });
}

function hasToken(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(TOKEN_START);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasToken);
}

/** A text with another name for a key; the same text if the key is not at the beginning of a line, or not certain. */
function renameKey(text: string, value: unknown, path: Path, name: string): string {
  const key = `${path.at(-1)}`;
  if (key === name) return text;
  const pattern = new RegExp(`^( *)${keyPattern(key)}(?= *:)`, 'gm');
  if (text.match(pattern)?.length !== 1) return text;
  const renamed = text.replace(pattern, `$1${name}`);
  const parent = path.slice(0, -1);
  const { [key]: block, ...others } = Object(valueAt(value, parent));
  const expected = withValue(value, parent, { ...others, [name]: block });
  return isDeepStrictEqual(readValue(renamed), expected) ? renamed : text;
}

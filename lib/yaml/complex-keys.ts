import { type Document, isAlias, isCollection, visit } from 'yaml';

/** The offset of the first key that is a list or a map, from which the parser would make a text of all its values. */
export function complexKeyOf(document: Document): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Pair: (_, { key }) => {
      if (!isCollection(isAlias(key) ? key.resolve(document) : key)) return undefined;
      offset = (key as { range?: readonly number[] | null }).range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

/** What is wrong with such a key. */
export const COMPLEX_KEY = 'a key is a list or a map';

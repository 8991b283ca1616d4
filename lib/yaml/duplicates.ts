import { type Document, isScalar, type Scalar, visit } from 'yaml';
import { MAX_PROBLEMS } from '../bounds';

/** The scalar keys of a document that their maps have before, in their order; merge keys may be repeated. */
export function duplicateKeys(document: Document): readonly Scalar[] {
  const found: Scalar[] = [];
  visit(document, {
    Map: (_, { items }) => {
      const keys = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key) || key.value === '<<' || typeof key.value === 'symbol') continue;
        const name = String(key.value);
        if (keys.has(name)) found.push(key);
        keys.add(name);
      }
      return found.length > MAX_PROBLEMS ? visit.BREAK : undefined;
    },
  });
  return found;
}

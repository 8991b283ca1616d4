import { isMap, isScalar, isSeq, LineCounter } from 'yaml';
import type { Path } from '../issues/issue';
import { groupBy } from '../values';
import { parseDocuments } from './documents';

/** The ways to the values that begin on each line of a text with one document, by the index of the line; no keys. */
export function scalarLines(text: string): ReadonlyMap<number, readonly Path[]> {
  const counter = new LineCounter();
  const [document] = parseDocuments(text, { merge: true, lines: counter }).documents;
  const scalars = [...scalarsOf(document?.contents, [])];
  const groups = groupBy(scalars, ({ offset }) => String(counter.linePos(offset).line - 1));
  return new Map([...groups].map(([line, found]) => [Number(line), found.map(({ path }) => path)]));
}

interface ScalarStart {
  readonly path: Path;
  readonly offset: number;
}

function* scalarsOf(node: unknown, path: Path): Generator<ScalarStart> {
  if (isSeq(node)) for (const [i, item] of node.items.entries()) yield* scalarsOf(item, [...path, i]);
  if (isMap(node)) {
    for (const { key, value } of node.items) if (isScalar(key)) yield* scalarsOf(value, [...path, String(key.value)]);
  }
  if (isScalar(node) && node.range) yield { path, offset: node.range[0] };
}

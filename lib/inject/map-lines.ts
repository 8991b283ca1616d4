import { isMap, isScalar, isSeq, LineCounter, type Pair, type YAMLMap } from 'yaml';
import type { Path } from '../issues/issue';
import { parseDocuments } from '../yaml/documents';

/** Where a key of a map and its value are. */
export interface KeyLines {
  /** The index of the line of the key. */
  readonly line: number;
  /** The index of the last line of the value. */
  readonly end: number;
  /** What precedes the key on its line, such as a dash. */
  readonly lead: string;
}

/** An item of a list that is a map: its keys with their lines. */
export interface MapItem {
  /** Its index in the list. */
  readonly index: number;
  /** Its keys. */
  readonly keys: ReadonlyMap<string, KeyLines>;
}

/** The lines of keys in a text with one document. */
export class MapLines {
  private readonly counter = new LineCounter();
  private readonly contents: unknown;

  /** @param lines the lines of the text */
  constructor(
    text: string,
    private readonly lines: readonly string[],
  ) {
    this.contents = parseDocuments(text, { merge: true, lines: this.counter }).documents[0];
  }

  /** The maps of the list at a path. */
  itemsAt(path: Path): readonly MapItem[] {
    const list = this.nodeAt(path);
    if (!isSeq(list)) return [];
    return list.items.flatMap((item, index) => (isMap(item) ? [{ index, keys: this.keysOf(item) }] : []));
  }

  /** The lines of the key at a path; undefined where there is none. */
  keyAt(path: Path): KeyLines | undefined {
    const parent = this.nodeAt(path.slice(0, -1));
    return isMap(parent) ? this.keysOf(parent).get(`${path.at(-1)}`) : undefined;
  }

  private nodeAt(path: Path): unknown {
    const root = this.contents as { getIn?(path: Path, keepScalar: boolean): unknown } | undefined;
    return root?.getIn?.(path, true);
  }

  private keysOf(map: YAMLMap): ReadonlyMap<string, KeyLines> {
    return new Map(map.items.flatMap((pair) => this.keyOf(pair) ?? []));
  }

  private keyOf({ key, value }: Pair): readonly [readonly [string, KeyLines]] | undefined {
    if (!isScalar(key) || !key.range) return undefined;
    const start = this.counter.linePos(key.range[0]);
    const range = (value as { readonly range?: readonly number[] | null } | null)?.range;
    const end = range?.[1] === undefined ? start.line : this.counter.linePos(Math.max(key.range[1], range[1] - 1)).line;
    const lead = (this.lines[start.line - 1] ?? '').slice(0, start.col - 1);
    return [[`${key.value}`, { line: start.line - 1, end: end - 1, lead }]];
  }
}

import type { Document, LineCounter } from 'yaml';
import type { Path } from '../issues/issue';
import type { Position } from '../issues/place';
import { disjoint, type SecretSpan } from '../issues/redact';
import { countLeading } from '../values';
import { type BlockNode, blockOffset, parseBlockPlaces } from './block-places';
import { parseDocuments } from './documents';
import { linesOf } from './lines';
import { offsetOf } from './offset';
import { mayHaveSecretValues, secretValues } from './secret-values';

/** A part of a text that is parsed on its own. */
interface Part {
  /** The offset of its first character in the text. */
  readonly start: number;
  readonly text: string;
}

/** The characters of a part that is parsed again rather than remembered, as its values need far more memory. */
const SHORT = 20_000;

/** The number of short parts of all texts whose values are remembered: findings of an object come one after the other. */
const MAX_RECENT = 100;

const RECENT = new Map<Part, BlockNode | undefined>();

/** The line that a document begins with, unless it is the first. */
const MARK = '---\n';

/**
 * The documents of a YAML text, each parsed when its positions are needed: most findings are about one of many documents
 * of a file.
 */
export class DocumentParts {
  private readonly parts: readonly Part[];
  /** The values of long parts in block style; undefined for the others. */
  private readonly blocks = new Map<Part, BlockNode | undefined>();
  private readonly parsed = new Map<Part, readonly Document[]>();
  private readonly secrets = new Map<Part, readonly SecretSpan[]>();
  private readonly lines: LineCounter;

  constructor(private readonly text: string) {
    this.parts = partsOf(text);
    this.lines = linesOf(text);
  }

  /** The position of a path in a document, or of its nearest ancestor that is in the document. */
  locate(document: number, path: Path, atKey: boolean): Position {
    const { line, col } = this.lines.linePos(this.offsetAt(document, path, atKey));
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  /** A line without its end, from 1; empty where there is none. */
  line(line: number): string {
    const { lineStarts } = this.lines;
    const start = lineStarts[line - 1];
    return start === undefined ? '' : this.text.slice(start, (lineStarts[line] ?? this.text.length + 1) - 1);
  }

  private offsetAt(document: number, path: Path, atKey: boolean): number {
    const isWhole = this.parts.length === 1;
    const part = this.parts[isWhole ? 0 : document];
    if (part === undefined) return 0;
    const index = isWhole ? document : 0;
    const mark = part.text.startsWith(MARK) ? MARK.length : 0;
    // A text in block style has one document.
    const block = index === 0 ? this.blockOf(part, mark) : undefined;
    const found = block && blockOffset(block, path, atKey);
    if (found !== undefined) return part.start + mark + found;
    const root = this.documentsOf(part)[index];
    return root === undefined ? 0 : part.start + offsetOf(root, path, atKey);
  }

  /** Where the document at an offset has values that no report may show, see {@link disjoint}. */
  secretValuesAt(offset: number): readonly SecretSpan[] {
    const part = this.parts[countLeading(this.parts, ({ start }) => start <= offset) - 1];
    if (part === undefined) return [];
    const move = (span: SecretSpan) => ({ ...span, start: span.start + part.start, end: span.end + part.start });
    const documents = () => (mayHaveSecretValues(part.text) ? this.documentsOf(part) : []);
    const secrets = this.secrets.get(part) ?? disjoint(documents().flatMap(secretValues).map(move));
    this.secrets.set(part, secrets);
    return secrets;
  }

  private blockOf(part: Part, mark: number): BlockNode | undefined {
    const known = part.text.length > SHORT ? this.blocks : RECENT;
    if (!known.has(part)) {
      if (RECENT.size >= MAX_RECENT) RECENT.clear();
      known.set(part, parseBlockPlaces(part.text.slice(mark)));
    }
    return known.get(part);
  }

  private documentsOf(part: Part): readonly Document[] {
    const documents = this.parsed.get(part) ?? parseDocuments(part.text, { merge: true }).documents;
    this.parsed.set(part, documents);
    return documents;
  }
}

/** A text before the first document: empty lines and comments. */
const NOTHING = /^\uFEFF?(?:[ \t]*(?:#.*)?(?:\r?\n|$))*$/;

/** One part for each document; one for all of a text with directives or ends of documents, which reach beyond a document. */
function partsOf(text: string): readonly Part[] {
  if (/^(?:%|\.\.\.)/m.test(text)) return [{ start: 0, text }];
  const starts = [0, ...Array.from(text.matchAll(/^---(?=\s|$)/gm), ({ index }) => index).filter((index) => index > 0)];
  const parts = starts.map((start, i) => ({ start, text: text.slice(start, starts[i + 1] ?? text.length) }));
  return parts.length > 1 && NOTHING.test(parts[0]?.text ?? '') ? parts.slice(1) : parts;
}

import { type Fields, isFields } from '../values';

/** The number of fields that are remembered at least; twice as many at most. */
const MAX_REMEMBERED = 50_000;

/** A field at the top of a document. */
interface Field {
  readonly name: string;
  /** The value, frozen, as several documents may have it. */
  readonly value: unknown;
}

/**
 * Parses documents by the fields at their top, such as `metadata` and `spec`, and a field that several documents have to
 * the byte only once: most workloads of a fleet are equal but for their namespace. Equal fields have the same value.
 */
export class SharedFields {
  private recent = new Map<string, Field>();
  private earlier: ReadonlyMap<string, Field> = new Map();

  /** @param parse the value of a text with one document; undefined if it has a problem or needs another parser */
  constructor(private readonly parse: (text: string) => unknown) {}

  /**
   * The values of all documents of a text; undefined if the text needs to be parsed as a whole: a document is not a map in
   * block style with plain keys, or has a problem.
   */
  documentsOf(text: string): readonly Fields[] | undefined {
    const values: Fields[] = [];
    for (const fields of splitDocuments(text) ?? [[]]) {
      const value = this.valueOf(fields);
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values;
  }

  /** The map with the fields of these texts; undefined without any. */
  private valueOf(texts: readonly string[]): Fields | undefined {
    const value: Record<string, unknown> = {};
    for (const text of texts) {
      const field = this.recent.get(text) ?? this.remembered(text);
      if (field === undefined || Object.hasOwn(value, field.name)) return undefined;
      value[field.name] = field.value;
    }
    return texts.length === 0 ? undefined : value;
  }

  private remembered(text: string): Field | undefined {
    const field = this.earlier.get(text) ?? this.fieldOf(text);
    if (field === undefined) return undefined;
    if (this.recent.size >= MAX_REMEMBERED) {
      this.earlier = this.recent;
      this.recent = new Map();
    }
    this.recent.set(text, field);
    return field;
  }

  private fieldOf(text: string): Field | undefined {
    const map = this.parse(text);
    const [entry, ...others] = isFields(map) ? Object.entries(map) : [];
    if (entry === undefined || others.length > 0) return undefined;
    return { name: entry[0], value: frozen(entry[1]) };
  }
}

function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

/** The start of a field in the first column. */
const FIELD = /[A-Za-z][\w.-]*:(?=[ \n]|$)/y;

/** The end of a document. */
const MARK = '---\n';

/**
 * The texts of the fields of each document, with the comments before and within them; undefined if a line in the first
 * column is anything but a plain key, an item of a list, a comment or the end of a document. A value that goes on behind
 * such a line is not valid YAML by itself, as quotes or brackets are open.
 */
function splitDocuments(text: string): readonly (readonly string[])[] | undefined {
  const documents: string[][] = [];
  let fields: string[] = [];
  let hasField = false;
  let start = text.startsWith(MARK) ? MARK.length : 0;
  for (let at = start, next = at; at < text.length; at = next) {
    next = text.indexOf('\n', at) + 1 || text.length;
    const kind = kindOfLine(text, at);
    if (kind === undefined) return undefined;
    if (kind === 'inner') continue;
    const isEnd = kind === 'mark';
    if (isEnd || hasField) {
      fields.push(text.slice(start, at));
      start = isEnd ? next : at;
    }
    if (isEnd) {
      documents.push(fields);
      fields = [];
    }
    hasField = !isEnd;
  }
  return [...documents, [...fields, text.slice(start)]];
}

/** Whether a line begins a field, ends a document, or is within a field; undefined for any other. */
function kindOfLine(text: string, at: number): 'field' | 'mark' | 'inner' | undefined {
  if (text.startsWith('---', at)) return text.startsWith(MARK, at) ? 'mark' : undefined;
  if (' \n#-'.includes(text.charAt(at))) return 'inner';
  FIELD.lastIndex = at;
  return FIELD.test(text) ? 'field' : undefined;
}

import { type Fields, isFields } from '../values';
import { Remembered } from './remembered';

/** The number of documents, and of fields, that are remembered at least; twice as many at most. */
const MAX_REMEMBERED = 50_000;

/** A control character that YAML does not allow. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: this finds them
export const CONTROL = /[\0-\x08\x0B\x0C\x0E-\x1F]/;

/** A field at the top of a document. */
interface Field {
  readonly name: string;
  /** The value, frozen, as several documents may have it. */
  readonly value: unknown;
}

/** A text without the comments at its start. */
interface Body {
  readonly text: string;
  /** The values of its documents, once they were asked for; undefined if it needs to be parsed as a whole. */
  documents?: readonly Fields[] | undefined;
  isParsed: boolean;
}

/** A text, and what of it is remembered. */
interface ReadText {
  readonly text: string;
  readonly comments: string;
  readonly body: Body;
  /** Whether no earlier text has the body. */
  readonly isNew: boolean;
}

/**
 * Parses files and documents that are equal to the byte only once, and of others the fields at their top, such as `metadata` and
 * `spec`, that are: most workloads of a fleet are equal, or equal but for their namespace. Equal documents have the same
 * frozen value, and so have equal fields.
 */
export class SharedFields {
  private readonly bodies = new Remembered<Body>(MAX_REMEMBERED);
  private readonly documents = new Remembered<Fields>(MAX_REMEMBERED);
  private readonly fields = new Remembered<Field>(MAX_REMEMBERED);
  private last: ReadText | undefined;

  /** @param parse the value of a text with one document; undefined if it has a problem or needs another parser */
  constructor(private readonly parse: (text: string) => unknown) {}

  /**
   * An equal text to keep, which shares memory with an earlier one that differs in nothing but the comments at its start:
   * those often name the file.
   */
  sharedText(text: string): string {
    const { comments, body, isNew } = this.read(text);
    if (isNew) return text;
    // A part of a text would keep all of it in memory.
    const own = Buffer.from(comments).toString();
    return own === comments ? own + body.text : text;
  }

  /**
   * The values of all documents of a text; undefined if the text needs to be parsed as a whole: a document is not a map in
   * block style with plain keys, or has a problem, or there is a control character.
   */
  documentsOf(text: string): readonly Fields[] | undefined {
    const { comments, body } = this.read(text);
    // A mark behind comments ends a document without fields.
    if (CONTROL.test(comments) || (comments !== '' && body.text.startsWith(MARK))) return undefined;
    if (!body.isParsed) body.documents = CONTROL.test(body.text) ? undefined : this.parseAll(body.text);
    body.isParsed = true;
    return body.documents;
  }

  /** Splits a text that is new, or the one that was read last: all of it is compared with earlier texts. */
  private read(text: string): ReadText {
    if (this.last?.text === text) return this.last;
    const start = afterComments(text, 0);
    let isNew = false;
    const make = (own: string): Body => {
      isNew = true;
      return { text: own, isParsed: false };
    };
    const own = text.slice(start);
    const body = this.bodies.get(own, make) ?? make(own);
    this.last = { text, comments: text.slice(0, start), body, isNew };
    return this.last;
  }

  private parseAll(text: string): readonly Fields[] | undefined {
    const values: Fields[] = [];
    for (const document of splitDocuments(text)) {
      const value = this.documents.get(document, this.valueOf);
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values;
  }

  /** The map with the fields of a document; undefined without any. */
  private readonly valueOf = (text: string): Fields | undefined => {
    const texts = splitFields(text) ?? [];
    const value: Record<string, unknown> = {};
    for (const part of texts) {
      const field = this.fields.get(part, this.fieldOf);
      if (field === undefined || Object.hasOwn(value, field.name)) return undefined;
      value[field.name] = field.value;
    }
    return texts.length === 0 ? undefined : Object.freeze(value);
  };

  private readonly fieldOf = (text: string): Field | undefined => {
    const map = this.parse(text);
    const [entry, ...others] = isFields(map) ? Object.entries(map) : [];
    if (entry === undefined || others.length > 0) return undefined;
    return { name: entry[0], value: frozen(entry[1]) };
  };
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

/** The texts between the lines that end documents, without comments at their start, which often name the file. */
function splitDocuments(text: string): readonly string[] {
  const documents: string[] = [];
  let start = text.startsWith(MARK) ? MARK.length : 0;
  for (;;) {
    // The line break before the mark belongs to the document, if it has a line.
    const end = text.indexOf(`\n${MARK}`, Math.max(0, start - 1)) + 1;
    if (end === 0) return [...documents, text.slice(afterComments(text, start))];
    documents.push(text.slice(Math.min(end, afterComments(text, start)), end));
    start = end + MARK.length;
  }
}

/** The offset of the first line that is not a comment. */
function afterComments(text: string, from: number): number {
  let at = from;
  while (text.charAt(at) === '#') at = text.indexOf('\n', at) + 1 || text.length;
  return at;
}

/**
 * The texts of the fields of a document, with the comments before and within them; undefined if a line in the first
 * column is anything but a plain key, an item of a list or a comment. A value that goes on behind such a line is not
 * valid YAML by itself, as quotes or brackets are open.
 */
function splitFields(text: string): readonly string[] | undefined {
  const fields: string[] = [];
  let hasField = false;
  let start = 0;
  for (let at = 0, next = at; at < text.length; at = next) {
    next = text.indexOf('\n', at) + 1 || text.length;
    if (isInner(text, at)) continue;
    if (!isField(text, at)) return undefined;
    if (hasField) {
      fields.push(text.slice(start, at));
      start = at;
    }
    hasField = true;
  }
  return [...fields, text.slice(start)];
}

/** Whether a line is within a field, or between fields. */
function isInner(text: string, at: number): boolean {
  return ' \n#-'.includes(text.charAt(at)) && !text.startsWith('---', at);
}

/** Whether a line begins a field. */
function isField(text: string, at: number): boolean {
  FIELD.lastIndex = at;
  return FIELD.test(text);
}

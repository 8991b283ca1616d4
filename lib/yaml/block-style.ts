/**
 * A parser for the part of YAML in which programs write manifests: block style, plain keys, values on one line, ASCII. It
 * needs a tenth of the time of a complete parser, and gives up wherever a text is anything else.
 */

/** What {@link parseBlockStyle} makes of the values of a text; each with the offset of its first character. */
export interface BlockBuilder<T> {
  /** A scalar, or a collection in flow style, by its text. */
  readonly scalar: (text: string, start: number) => T;
  /** A list in block style. */
  readonly list: (items: readonly T[], start: number) => T;
  /** A map in block style without entries yet. */
  readonly map: (start: number) => T;
  /** Adds an entry to a map, whose key begins at an offset; returns false for a key that the map has. */
  readonly add: (map: T, key: string, value: T, start: number) => boolean;
}

/** The map that a text consists of; undefined if the text has anything unusual or invalid. */
export function parseBlockStyle<T>(text: string, builder: BlockBuilder<T>): T | undefined {
  return /[^\n -~]|^(?:---|\.\.\.|%)/m.test(text) ? undefined : new BlockParser(text, builder).document();
}

/** A key, but not a word that YAML reads as a boolean or as null. */
const KEY = /(?!(?:true|false|null|__proto__):)[a-z_][\w./-]{0,200}(?=: |:$)/imy;

/** A scalar or a collection in flow style, up to the end of the line. */
const ON_ONE_LINE =
  /(?:[\w/<(.~]|-\d)[^:\n]*(?::(?=[^ \n])[^:\n]*)*$|"(?:[^"\\\n]|\\.)*"$|'(?:[^'\n]|'')*'$|(?:\[\]|\{\})(?= #|$)|\[.*\]$|\{.*\}$/my;

/** A list or a map without content. */
const EMPTY = /^(?:\[\]|\{\})$/;

/** The indentation up to which a text is parsed, which limits how deep its values are nested. */
const MAX_INDENT = 200;

const SPACE = 0x20;
const NEWLINE = 0x0a;
const HASH = 0x23;
const DASH = 0x2d;

/** Parses a text line by line; empty lines and comments are skipped. */
class BlockParser<T> {
  /** The offset of the content of the current line. */
  private start = 0;
  /** The offset of its end. */
  private end = -1;
  /** The column of its content, from 0; -1 at the end of the text. */
  private indent = -1;

  constructor(
    private readonly text: string,
    private readonly builder: BlockBuilder<T>,
  ) {
    this.advance();
  }

  document(): T | undefined {
    const value = this.indent < 0 || this.isItem() || !this.hasKey() ? undefined : this.map();
    return this.indent < 0 ? value : undefined;
  }

  /** Goes to the next line with content. */
  private advance(): void {
    const { text } = this;
    for (let at = this.end + 1; at < text.length; at = this.end + 1) {
      this.start = this.afterSpaces(at);
      const first = text.charCodeAt(this.start);
      const end = text.indexOf('\n', this.start);
      this.end = end < 0 ? text.length : end;
      this.indent = this.start - at;
      if (first !== NEWLINE && first !== HASH && this.start < text.length) return;
    }
    this.indent = -1;
  }

  private map(): T | undefined {
    const { indent } = this;
    const map = this.builder.map(this.start);
    while (this.indent === indent) {
      if (!this.hasKey()) return undefined;
      const { start } = this;
      const key = this.text.slice(start, KEY.lastIndex);
      const value = this.valueBehind(KEY.lastIndex + 1);
      if (value === undefined || !this.builder.add(map, key, value, start)) return undefined;
    }
    return map;
  }

  /** The value behind the colon of a key of the current line. */
  private valueBehind(colon: number): T | undefined {
    const { indent } = this;
    const start = this.afterSpaces(colon);
    if (start < this.end) return this.scalar(start, indent);
    this.advance();
    // The items of a list need not be indented.
    if (this.indent === indent && this.isItem()) return this.list();
    return this.indent > indent ? this.collection() : undefined;
  }

  /** The list or the map that begins on the current line. */
  private collection(): T | undefined {
    if (this.indent > MAX_INDENT) return undefined;
    if (this.isItem()) return this.list();
    return this.hasKey() ? this.map() : undefined;
  }

  private list(): T | undefined {
    const { indent, start } = this;
    const items: T[] = [];
    while (this.indent === indent && this.isItem()) {
      // What follows the dash is like a line of its own that is indented further.
      const dash = this.start;
      this.start = this.afterSpaces(dash + 1);
      this.indent += this.start - dash;
      const item = this.isItem() || this.hasKey() ? this.collection() : this.scalar(this.start, indent);
      if (item === undefined) return undefined;
      items.push(item);
    }
    return this.builder.list(items, start);
  }

  /** The value up to the end of the line, in a collection with an indentation. */
  private scalar(start: number, indent: number): T | undefined {
    ON_ONE_LINE.lastIndex = start;
    if (!ON_ONE_LINE.test(this.text)) return undefined;
    const line = this.text.slice(start, this.end);
    const comment = line.indexOf(' #');
    const text = (comment < 0 ? line : line.slice(0, comment)).trimEnd();
    // Within quotes and brackets it need not be a comment.
    if (comment >= 0 && /^["'[{]/.test(text) && !EMPTY.test(text)) return undefined;
    this.advance();
    // Lines that are indented further continue it.
    return this.indent > indent ? undefined : this.builder.scalar(text, start);
  }

  private afterSpaces(offset: number): number {
    let after = offset;
    while (this.text.charCodeAt(after) === SPACE) after += 1;
    return after;
  }

  private isItem(): boolean {
    return this.text.charCodeAt(this.start) === DASH && this.text.charCodeAt(this.start + 1) === SPACE;
  }

  /** Whether the line begins with a key, which ends at the last index of its pattern. */
  private hasKey(): boolean {
    KEY.lastIndex = this.start;
    return KEY.test(this.text);
  }
}

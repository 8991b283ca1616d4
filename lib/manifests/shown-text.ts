import { disjoint, type SecretSpan, secretSpans, spansWithin, withoutSpans } from '../issues/redact';
import { linesOf } from '../yaml/lines';
import type { ManifestFile } from './object';

/** The text of a file as reports may show it: without private keys, credentials and the values of Secrets. */
export class ShownText {
  private readonly text: string;
  private readonly found: readonly SecretSpan[];
  /** The offset at which each line starts. */
  private readonly starts: readonly number[];

  constructor(private readonly file: ManifestFile) {
    const { text } = file;
    this.text = text;
    this.found = secretSpans(text);
    this.starts = linesOf(text).lineStarts;
  }

  /** A line before a column, and from that column on; both count from 1. Undefined where there is no such line. */
  line(line: number, column: number): readonly [string, string] | undefined {
    const start = this.starts[line - 1];
    if (start === undefined) return undefined;
    const next = this.starts[line];
    const end = next === undefined ? this.text.length : next - (this.text[next - 2] === '\r' ? 2 : 1);
    const at = Math.min(start + column - 1, end);
    return [this.part(start, at), this.part(at, end)];
  }

  private part(from: number, to: number): string {
    const spans = [this.found, this.file.secretValuesAt(from)].flatMap((some) => spansWithin(some, from, to));
    return withoutSpans(this.text, disjoint(spans), from, to);
  }
}

import {
  Composer,
  CST,
  type Document,
  type DocumentOptions,
  Lexer,
  type LineCounter,
  Parser,
  type SchemaOptions,
} from 'yaml';
import { MAX_ALIAS_STEPS, MAX_MANIFEST_DEPTH, MAX_PROBLEMS, MAX_YAML_TOKENS } from '../bounds';
import { TOO_DEEP } from './fault';

/** The nesting at which the parser stops: more than any caller accepts, and less than the stack of any runtime. */
const MAX_NESTING = 2 * MAX_MANIFEST_DEPTH;

/** How documents are parsed: options of the package `yaml`, and two of this module. */
export interface YamlOptions extends Pick<DocumentOptions, 'version'>, SchemaOptions {
  /**
   * Where the starts of lines are noted.
   *
   * @default nowhere
   */
  readonly lines?: LineCounter;
  /**
   * Whether a text without a document has an empty one, with the errors of the text.
   *
   * @default false
   */
  readonly atLeastOne?: boolean;
}

/** The documents of a YAML text. */
export interface YamlDocuments {
  /** The documents up to the end of the text, or up to where it exceeds a bound. */
  readonly documents: readonly Document[];
  /** Which bound of the parser the text exceeds, without a period at the end; undefined if none. */
  readonly excess?: string;
}

/**
 * Parses all documents of a YAML text, within bounds: the parser stops after a number of tokens, and keeps a number of
 * errors. Duplicate keys are not looked for, because the parser compares all keys with each other; see `duplicateKeys`.
 */
export function parseDocuments(text: string, options: YamlOptions = {}): YamlDocuments {
  const { lines, atLeastOne = false, ...others } = options;
  const tokens = new BoundedTokens(text, lines);
  const composer = new Composer({ logLevel: 'error', ...others, prettyErrors: false, uniqueKeys: false });
  limitErrors(composer, tokens);
  const documents: Document[] = [];
  for (const token of tokens.all()) documents.push(...(composer.next(token) as Iterable<Document>));
  const { excess, isTooDeep } = tokens;
  // An error of a text belongs to a document.
  documents.push(...(composer.end(atLeastOne || isTooDeep, text.length) as Iterable<Document>));
  return { documents, ...(excess !== undefined && { excess }) };
}

/** The tokens of a text, up to the bounds. */
class BoundedTokens {
  private lexemes = 0;
  private aliases = 0;
  private errors = 0;
  /** Whether reading stopped at values that are nested too deeply; the last token is then an error that says so. */
  isTooDeep = false;

  constructor(
    private readonly text: string,
    private readonly lines: LineCounter | undefined,
  ) {}

  /** Which bound the text exceeds, as far as it has been read. */
  get excess(): string | undefined {
    if (this.lexemes > MAX_YAML_TOKENS) return `more than ${MAX_YAML_TOKENS} YAML tokens`;
    if (this.aliases * this.lexemes > MAX_ALIAS_STEPS)
      return `${this.aliases} anchors and aliases among ${this.lexemes} YAML tokens, the maximum of the product is ${MAX_ALIAS_STEPS}`;
    return this.errors > MAX_PROBLEMS ? `more than ${MAX_PROBLEMS} syntax errors` : undefined;
  }

  /** Counts an error, and returns whether it is kept. */
  noteError(): boolean {
    this.errors += 1;
    return this.errors <= MAX_PROBLEMS;
  }

  /** Reads the text. */
  *all(): Generator<CST.Token> {
    const parser = new Parser(this.lines?.addNewLine);
    this.lines?.addNewLine(0);
    let before = '';
    for (const lexeme of new Lexer().lex(this.text)) {
      this.lexemes += 1;
      // The content of a scalar follows a mark, and may begin with these signs.
      if (before !== CST.SCALAR && (lexeme[0] === '&' || lexeme[0] === '*')) this.aliases += 1;
      before = lexeme;
      if (this.excess !== undefined) return;
      for (const token of parser.next(lexeme)) if (token.type !== 'error' || this.noteError()) yield token;
      if ((parser as unknown as Nesting).stack.length > MAX_NESTING) {
        this.isTooDeep = true;
        yield { type: 'error', offset: parser.offset, message: TOO_DEEP, source: '' };
        return;
      }
    }
    yield* parser.end();
  }
}

/** The private list of collections that a parser is in. */
interface Nesting {
  readonly stack: readonly CST.Token[];
}

/** The private function through which a composer collects errors. */
interface ErrorSink {
  onError: (...error: readonly unknown[]) => void;
}

/** Drops errors beyond the bound: `yaml` has none, and an error needs as much memory as ten tokens. */
function limitErrors(composer: Composer, tokens: BoundedTokens): void {
  const sink = composer as unknown as ErrorSink;
  const { onError } = sink;
  sink.onError = (...error) => {
    if (tokens.noteError()) onError(...error);
  };
}

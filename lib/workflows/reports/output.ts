import { printableLines } from '../../issues/printable';

/** Where a report goes. */
export interface Output {
  /** For results. */
  readonly stdout: ReportStream;
  /** For problems. */
  readonly stderr: ReportStream;
}

/** A stream that may be a terminal. */
export interface ReportStream {
  /** Writes a text. */
  write(text: string): unknown;
  /** Whether the stream is a terminal; undefined if not. */
  readonly isTTY?: boolean | undefined;
  /** The width of the terminal; undefined for other streams. */
  readonly columns?: number | undefined;
}

/**
 * The output with the hidden characters of every text escaped, see {@link printableLines}. A stream is looked at when it is
 * used, because the process makes it only then.
 */
export function safeOutput(output: Output): Output {
  return { stdout: safeStream(() => output.stdout), stderr: safeStream(() => output.stderr) };
}

function safeStream(stream: () => ReportStream): ReportStream {
  return {
    write: (text) => stream().write(printableLines(text)),
    get isTTY() {
      return stream().isTTY;
    },
    get columns() {
      return stream().columns;
    },
  };
}

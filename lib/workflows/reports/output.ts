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
  readonly isTTY?: boolean;
  /** The width of the terminal; undefined for other streams. */
  readonly columns?: number;
}

/** The output with the hidden characters of every text escaped, see {@link printableLines}. */
export function safeOutput({ stdout, stderr }: Output): Output {
  return { stdout: safeStream(stdout), stderr: safeStream(stderr) };
}

function safeStream(stream: ReportStream): ReportStream {
  const { isTTY, columns } = stream;
  return {
    write: (text) => stream.write(printableLines(text)),
    ...(isTTY !== undefined && { isTTY }),
    ...(columns !== undefined && { columns }),
  };
}

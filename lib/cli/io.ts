import { readUtf8 } from '../io/decode';
import type { Output } from '../workflows/report';

/** The standard streams of a command. */
export interface Io extends Output {
  /** Reads all of standard input. */
  readonly stdin: () => string;
}

/** The streams of this process. */
export const PROCESS_IO: Io = {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: () => readUtf8(0),
};

/** The context of a command. */
export interface CommandContext {
  /** The standard streams. */
  readonly io: Io;
  /** Reports the exit code, or a promise of it. */
  readonly done: (code: number | Promise<number>) => void;
  /** The file to start as a thread; undefined if the command must not use threads. */
  readonly script?: string;
}

/** Collects the values of a repeatable option. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

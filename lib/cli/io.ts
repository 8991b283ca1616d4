import { readFileSync } from 'node:fs';
import type { Output } from '../workflows/report';

/** What a command reads and writes besides files. */
export interface Io extends Output {
  /** All of standard input. */
  readonly stdin: () => string;
}

/** The streams of this process. */
export const PROCESS_IO: Io = {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: () => readFileSync(0, 'utf8'),
};

/** What a command is given to do its work. */
export interface CommandContext {
  readonly io: Io;
  /** Tells the exit code, or that it will be known later. */
  readonly done: (code: number | Promise<number>) => void;
  /** What can be started as a thread of the program. */
  readonly script?: string;
}

/** Collects the values of an option that may be repeated. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

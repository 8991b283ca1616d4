import { InvalidArgumentError, Option } from 'commander';
import { MAX_STDIN_BYTES } from '../bounds';
import { readBounded } from '../io/stdin';
import type { Output } from '../workflows/report';

/** The standard streams of a command. */
export interface Io extends Output {
  /** Reads standard input: all of it, or more than a command accepts. */
  readonly stdin: () => string;
}

/** The streams of this process. */
export const PROCESS_IO: Io = {
  get stdout() {
    return process.stdout;
  },
  get stderr() {
    return process.stderr;
  },
  stdin: () => readBounded(MAX_STDIN_BYTES),
};

/** The context of a command. */
export interface CommandContext {
  /** The standard streams, whose texts are escaped when they are written. */
  readonly io: Io;
  /** Standard error, if it is a terminal on which lines can be drawn again; what is drawn must be printable. */
  readonly terminal?: NodeJS.WriteStream | undefined;
  /** Reports the exit code, or a promise of it. */
  readonly done: (code: number | Promise<number>) => void;
  /** The file to start as a thread; undefined if the command must not use threads. */
  readonly script?: string;
}

/** Collects the values of a repeatable option. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** The option `--format` of a command. */
export function formatOption(choices: readonly string[] = ['text', 'json']): Option {
  return new Option('--format <format>', 'the format of the report').choices(choices).default('text');
}

/** The option `--quiet` of a command. */
export function quietOption(): Option {
  return new Option('-q, --quiet', 'print problems only, and no text on success');
}

/** The file of `-o`; rejects what is no name of a file. */
export function toFile(value: string): string {
  if (value.trim() !== '' && value !== '-') return value;
  throw new InvalidArgumentError('Expected a file; without this option the picture is written to standard output.');
}

import { InvalidArgumentError, Option } from 'commander';
import { isDirectory } from '../io/stats';
import type { LoadOptions } from '../workflows/load';
import { collect } from './io';

/** What the options of a topology say. */
export interface TopologyFlags {
  /** The path of the topology file; `-` for standard input. */
  readonly file: string;
  /** The directories of `--allow-files`. */
  readonly allowFiles?: readonly string[];
}

/** The option `--file` of a command that needs a topology. */
export function fileOption(): Option {
  return new Option('-f, --file <file>', 'the topology file, "-" for standard input').default('federation.yaml');
}

/** The option `--allow-files` of a command that reads the files of a topology. */
export function allowFilesOption(): Option {
  return new Option(
    '--allow-files <directory>',
    'a directory outside of that of the topology whose files it may use (repeatable)',
  ).argParser(addDirectory);
}

/** Collects directories, each of which must exist. */
function addDirectory(value: string, earlier?: readonly string[]): readonly string[] {
  if (!isDirectory(value)) throw new InvalidArgumentError('Expected an existing directory.');
  return collect(value, earlier);
}

/** How the topology of these options is loaded. */
export function loadOptionsOf({
  allowFiles = [],
}: {
  readonly allowFiles?: readonly string[] | undefined;
}): LoadOptions {
  return { allowFiles };
}

import { type DescribedFailure, liveLines, plainLines, type ReadProgress, SILENT } from '../fetch/progress';
import { clusterAccess } from '../workflows/cluster-access';
import type { Io } from './io';

/** What decides how much a command says while it reads clusters. */
export interface ProgressFlags {
  /** The format of the report; formats for programs leave lines of progress out. */
  readonly format: string;
  /** Whether nothing is said. */
  readonly quiet?: boolean;
}

/** How the progress of reading clusters is shown: as a block on a terminal, as lines in a log. */
export async function readProgress(
  { format, quiet = false }: ProgressFlags,
  { stderr }: Io,
  terminal?: NodeJS.WriteStream,
): Promise<ReadProgress<DescribedFailure>> {
  if (quiet) return SILENT;
  if (terminal !== undefined) return liveLines((await clusterAccess()).terminalBlock(terminal));
  return format === 'text' ? plainLines((line) => stderr.write(line)) : SILENT;
}

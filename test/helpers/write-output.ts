import { join } from 'node:path';
import { discardStaging, newStaging, placeFiles, stageFiles, type WriteResult } from '../../lib/io/output-directory';
import { reasonOf } from '../../lib/io/topology-files';
import type { OutputFile } from '../../lib/output/render';

/** Writes files as synthesis does. */
export function writeOutput(
  directory: string,
  files: readonly OutputFile[],
  clusters: readonly string[] | undefined,
): WriteResult {
  const staging = newStaging(directory);
  try {
    const staged = stageFiles(staging, files);
    return placeFiles(staging, staged, { clusters, topology: join(directory, '../federation.yaml') });
  } catch (error) {
    return { problems: [`${directory}: ${reasonOf(error)}`] };
  } finally {
    discardStaging(staging);
  }
}

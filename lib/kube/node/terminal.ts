import { createLogUpdate } from 'log-update';
import { liveProgress, type Progress } from '../progress';

/** Progress as a block of lines on a terminal, which is gone in the end; the cursor comes back even after Ctrl-C. */
export function terminalProgress(stream: NodeJS.WriteStream): Progress {
  const log = createLogUpdate(stream);
  return liveProgress(log, () => {
    log.clear();
    log.done();
  });
}

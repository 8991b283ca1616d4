import { createLogUpdate } from 'log-update';

/**
 * A block of lines on a terminal. After `clear` the block is gone and the cursor is visible, also after Ctrl-C.
 *
 * @returns what replaces the block, and what removes it
 */
export function terminalBlock(stream: NodeJS.WriteStream): {
  readonly draw: (text: string) => void;
  readonly clear: () => void;
} {
  const log = createLogUpdate(stream);
  return {
    draw: log,
    clear: () => {
      log.clear();
      log.done();
    },
  };
}

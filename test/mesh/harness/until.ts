import { setTimeout as sleep } from 'node:timers/promises';

/** How long a condition may take, in milliseconds, on a machine that is busy. */
const PATIENCE = 60_000;

/** Waits until a condition holds. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`timeout after ${PATIENCE / 1000} seconds: ${what}`);
    await sleep(250);
  }
}

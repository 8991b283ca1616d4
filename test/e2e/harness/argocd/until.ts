import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until a condition holds; an error counts as not yet.
 *
 * @param what the condition, for the message
 * @param seconds the time limit
 * @param seen returns undefined when the condition holds, otherwise what was seen instead
 */
export async function until(what: string, seconds: number, seen: () => Promise<string | undefined>): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const instead = await seen().catch((error: Error) => error.message);
    if (instead === undefined) return;
    if (Date.now() > end) throw new Error(`not after ${seconds} seconds: ${what}\n${instead}`);
    await sleep(250);
  }
}

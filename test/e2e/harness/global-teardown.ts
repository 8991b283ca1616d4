import { RUNNING } from './global-setup';
import type { Running } from './start';

/** Ends all fleets after all test files. */
export default async function tearDown(): Promise<void> {
  const running = (globalThis as { [RUNNING]?: readonly Running[] })[RUNNING] ?? [];
  await Promise.all(running.map((fleet) => fleet.stop()));
}

import { RUNNING } from './global-setup';
import type { Running } from './start';

/** Ends the fleet after all test files. */
export default async function tearDown(): Promise<void> {
  await (globalThis as { [RUNNING]?: Running })[RUNNING]?.stop();
}

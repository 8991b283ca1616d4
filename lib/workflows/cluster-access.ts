import type { Clock } from '../fetch/rounds';

/** The code that connects to clusters. It is large, so it is loaded only when clusters are read. */
export function clusterAccess(): Promise<typeof import('../kube/node')> {
  return import('../kube/node');
}

/** The time of this machine. */
export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

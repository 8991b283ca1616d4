/** How long a case took, in milliseconds. */
export interface CaseTime {
  /** The CPU time of the process with all of its threads, which other programs of a busy machine do not change. */
  readonly cpu: number;
  /** The time that a clock shows. */
  readonly wall: number;
}

/** How many times the maximum of CPU time a case may take by the clock, so that one that only waits ends too. */
const WALL_FACTOR = 10;

/** Starts to measure; the function that it returns measures the time since then. */
export function stopwatch(): () => CaseTime {
  const [start, before] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { cpu: (user + system) / 1000, wall: performance.now() - start };
  };
}

/** Whether a time is above a maximum of CPU time, in milliseconds, or ten times that much by the clock. */
export function isAbove({ cpu, wall }: CaseTime, limit: number): boolean {
  return cpu > limit || wall > WALL_FACTOR * limit;
}

/** The longer CPU time and the longer wall time of two cases. */
export function longer(a: CaseTime, b: CaseTime): CaseTime {
  return { cpu: Math.max(a.cpu, b.cpu), wall: Math.max(a.wall, b.wall) };
}

/** The shorter CPU time and the shorter wall time of two runs of a case. */
export function shorter(a: CaseTime, b: CaseTime): CaseTime {
  return { cpu: Math.min(a.cpu, b.cpu), wall: Math.min(a.wall, b.wall) };
}

/** The time of no case. */
export const NO_TIME: CaseTime = { cpu: 0, wall: 0 };

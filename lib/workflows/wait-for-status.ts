import type { Clock } from '../fetch/rounds';
import { printable } from '../issues/printable';
import { printDuration } from '../kube/duration';
import { type FederationStatus, isGood, itemsOf, type StatusItem } from '../status/report';
import { subjectsOf } from './reports/status-subjects';
import type { StatusReading, StatusResult } from './status';

/** How a status is waited for. */
export interface StatusWait {
  /** The time. */
  readonly clock: Clock;
  /** For how many milliseconds at most. */
  readonly timeout: number;
  /** Writes a line that says what is waited for; called when that changes. */
  readonly tell: (line: string) => void;
}

/** The pause between two readings, in milliseconds. */
const PAUSE = 5000;

/**
 * How long a federation that was not healthy must stay healthy, in milliseconds: Envoy drains replaced listeners for
 * 45 s, and ConfigMaps are read every 60 s, so an edit may break something that looks healthy until then.
 */
const SETTLE_TIME = 60_000;

/** The codes of what becomes healthy by nothing but time. */
const SETTLING = new Set(['STA028', 'STA067']);

/**
 * Reads the status until all of it is healthy. Nothing is called healthy before 60 s have passed since the last change:
 * by the times in the clusters, of which `STA028` reports the newest, and by the clock since the first healthy reading if an
 * earlier one was not healthy. It ends at once if a person must act first, such as for a missing permission.
 *
 * @param read reads the status
 */
export async function waitForStatus(
  read: () => Promise<StatusReading>,
  { clock, timeout, tell }: StatusWait,
): Promise<StatusResult> {
  const deadline = clock.now() + timeout;
  const history = new HealthHistory();
  let before = '';
  for (;;) {
    const { result, lasting } = await read();
    if (result.status === undefined || lasting.length > 0) return result;
    const now = clock.now();
    const age = history.add(result.status, now);
    const isHealthy = itemsOf(result.status).every(isGood);
    if (isHealthy && age >= SETTLE_TIME) return result;
    const awaited = awaitedText(result.status);
    if (now >= deadline) return isHealthy ? unsettled(result, age) : result;
    if (awaited !== before) tell(`waiting up to ${printDuration(deadline - now)} for ${awaited}\n`);
    before = awaited;
    await clock.sleep(Math.min(PAUSE, deadline - now));
  }
}

/** Since when nothing but time keeps a federation from being healthy. */
class HealthHistory {
  private wasBroken = false;
  private goodSince: number | undefined;

  /** Adds a status, and gives for how many milliseconds it has been good; without an end if it never was otherwise. */
  add(status: FederationStatus, now: number): number {
    const isBroken = subjectsOf(status).some((subject) => !isGood(subject) && !isSettling(subject));
    this.wasBroken ||= isBroken;
    this.goodSince = isBroken ? undefined : (this.goodSince ?? now);
    return this.wasBroken ? now - (this.goodSince ?? now) : Number.POSITIVE_INFINITY;
  }
}

/** Whether nothing but a recent change keeps an item from being healthy. */
function isSettling({ health, findings }: StatusItem): boolean {
  const bad = findings.filter((one) => one.health !== 'healthy' && one.health !== 'skipped');
  return health === 'progressing' && bad.every(({ code }) => SETTLING.has(code));
}

const MAX_AWAITED = 3;

function awaitedText(status: FederationStatus): string {
  const bad = subjectsOf(status).filter((subject) => !isGood(subject));
  if (bad.length === 0) return 'changes to take effect';
  const names = bad.map(({ title, findings }) => printable(`${title} (${findings[0]?.code ?? ''})`));
  const rest = names.length > MAX_AWAITED ? ` and ${names.length - MAX_AWAITED} more` : '';
  return `${names.slice(0, MAX_AWAITED).join(', ')}${rest}`;
}

/** A result that is healthy for too short a time. */
function unsettled(result: StatusResult, age: number): StatusResult {
  const message = `everything has been healthy for ${printDuration(age)}, but changes need ${printDuration(SETTLE_TIME)} to take effect`;
  const fix = 'wait longer with "--timeout"';
  return { ...result, issues: [...result.issues, { code: 'STA008', path: 'status', message, fix }] };
}

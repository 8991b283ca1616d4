import type { IssueCode } from '../../lib/issues/catalogue';
import { type FederationStatus, finding, type Health, itemOf } from '../../lib/status/report';
import { statusReport } from '../../lib/workflows/reports/status';
import type { StatusReading } from '../../lib/workflows/status';
import { waitForStatus } from '../../lib/workflows/wait-for-status';
import { FakeClock } from '../helpers/fake-clusters';

const MINUTE = 60_000;

/** A status with one edge. */
function statusWith(health: Health, code: IssueCode = 'STA022'): FederationStatus {
  const item = itemOf(health === 'healthy' ? [] : [finding(health, code, 'cause', 'fix')]);
  return {
    time: '2026-11-25T13:23:00.000Z',
    clusters: [],
    edges: [{ mesh: 'west', peer: 'east', ...item }],
    services: [],
  };
}

const BROKEN = statusWith('degraded');
const HEALTHY = statusWith('healthy');
const SETTLING = statusWith('progressing', 'STA028');

/** Waits for statuses, of which the last one stays. */
async function wait(statuses: readonly FederationStatus[], timeout = 10 * MINUTE, lasting: readonly string[] = []) {
  const clock = new FakeClock();
  const lines: string[] = [];
  let readings = 0;
  const read = async (): Promise<StatusReading> => {
    const status = statuses[Math.min(readings, statuses.length - 1)] ?? HEALTHY;
    readings += 1;
    return { result: { command: 'status', issues: [], status }, lasting };
  };
  const result = await waitForStatus(read, { clock, timeout, tell: (line) => lines.push(line) });
  return { result, code: statusReport(result).exitCode, readings, seconds: clock.now() / 1000, lines };
}

test('a federation that has been healthy for long is read once', async () => {
  expect(await wait([HEALTHY])).toMatchObject({ code: 0, readings: 1, seconds: 0, lines: [] });
});

test('one that becomes healthy is called so after 60 s more', async () => {
  const { code, seconds, lines, result } = await wait([BROKEN, BROKEN, HEALTHY]);
  expect([code, seconds, result.issues]).toEqual([0, 70, []]);
  expect(lines).toEqual([
    'waiting up to 10m for west -> east (STA022)\n',
    'waiting up to 9m50s for changes to take effect\n',
  ]);
});

test('if it breaks again in that time, the 60 s begin again', async () => {
  const { code, seconds } = await wait([BROKEN, HEALTHY, HEALTHY, BROKEN, HEALTHY]);
  expect([code, seconds]).toEqual([0, 80]);
});

test('a recent change is waited for by its own time, without 60 s on top', async () => {
  const { code, seconds, lines } = await wait([SETTLING, SETTLING, SETTLING, HEALTHY]);
  expect([code, seconds]).toEqual([0, 15]);
  expect(lines).toEqual(['waiting up to 10m for west -> east (STA028)\n']);
});

test('the time after a recent change counts for the 60 s of one that was broken', async () => {
  expect(await wait([BROKEN, SETTLING, HEALTHY])).toMatchObject({ code: 0, seconds: 65 });
});

test('a control plane that becomes ready is no recent change that its time explains', async () => {
  const item = itemOf([finding('progressing', 'STA011', 'cause', 'fix')]);
  const parts = [{ part: 'control plane', name: 'west', ...item }];
  const clusters = [{ cluster: 'west', isRead: true, health: 'progressing' as const, findings: [], parts }];
  expect(await wait([{ ...HEALTHY, clusters }, HEALTHY])).toMatchObject({ code: 0, seconds: 65 });
});

test('at the timeout the last status is the result', async () => {
  const { code, seconds, readings, result } = await wait([BROKEN], 12_000);
  expect([code, seconds, readings, result.status]).toEqual([1, 12, 4, BROKEN]);
});

test('what is healthy for less than 60 s at the timeout is no success', async () => {
  const { code, result } = await wait([BROKEN, HEALTHY], 30_000);
  expect([code, result.issues.map(({ code: one, message }) => [one, message])]).toEqual([
    1,
    [['STA008', 'everything has been healthy for 25s, but changes need 1m to take effect']],
  ]);
});

test('what only a person can change is not waited for', async () => {
  expect(await wait([statusWith('unknown', 'STA002')], MINUTE, ['west'])).toMatchObject({ code: 1, readings: 1 });
});

test('an invalid topology is not waited for', async () => {
  const issues = [{ code: 'TOP001', path: '', message: 'm', fix: 'f' }] as const;
  const read = async () => ({ result: { command: 'status', issues }, lasting: [] }) as const;
  const clock = new FakeClock();
  const tell = () => undefined;
  expect((await waitForStatus(read, { clock, timeout: MINUTE, tell })).issues).toBe(issues);
  expect(clock.pauses).toEqual([]);
});

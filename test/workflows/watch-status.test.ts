import type { StatusReading } from '../../lib/workflows/status';
import { watchStatus } from '../../lib/workflows/watch-status';
import { FakeClock } from '../helpers/fake-clusters';

const reading = (time: string): StatusReading => ({
  result: { command: 'status', issues: [], status: { time, clusters: [], edges: [], services: [] } },
  lasting: [],
});

/** A promise with the function that resolves it. */
function stop() {
  let end = () => undefined as undefined | unknown;
  const stopped = new Promise<void>((resolve) => {
    end = () => resolve();
  });
  return { stopped, end };
}

test('each reading is shown, with a pause between two, until watching ends', async () => {
  const { stopped, end } = stop();
  const clock = new FakeClock();
  const shown: string[] = [];
  let number = 0;
  await watchStatus(async () => reading(String(number++)), {
    clock,
    stopped,
    show: ({ status }) => {
      shown.push(status?.time ?? '');
      if (shown.length === 3) end();
    },
  });
  expect([shown, clock.pauses.slice(0, 2)]).toEqual([
    ['0', '1', '2'],
    [5000, 5000],
  ]);
});

test('a reading that does not end does not keep watching from ending', async () => {
  const { stopped, end } = stop();
  const shown: unknown[] = [];
  const watching = watchStatus(() => new Promise(() => undefined), {
    clock: new FakeClock(),
    stopped,
    show: (result) => shown.push(result),
  });
  end();
  await watching;
  expect(shown).toEqual([]);
});

test('an invalid topology is shown once', async () => {
  const shown: unknown[] = [];
  await watchStatus(async () => ({ result: { command: 'status', issues: [] }, lasting: [] }), {
    clock: new FakeClock(),
    stopped: stop().stopped,
    show: (result) => shown.push(result),
  });
  expect(shown).toHaveLength(1);
});

import { type Row, verdictLine } from '../../bench/report';
import { ahead, atMost, growth, under, within } from '../../bench/verdicts';

function row(tool: string, seconds: readonly number[], rest: Partial<Row> = {}): Row {
  return { tool, input: '', objects: 0, seconds, ...rest };
}

describe('a verdict', () => {
  test('compares the shortest times, the limit included', () => {
    const bare = row('node -e 0', [0.3, 0.25]);
    expect(atMost('start', 2, row('own', [0.9, 0.5]), bare)).toEqual({
      claim: 'start',
      figures: '0.500 s and 0.250 s (node -e 0), 2.00x',
      ok: true,
    });
    expect(atMost('start', 2, row('own', [0.501]), bare).ok).toBe(false);
  });

  test('allows seconds beside a multiple', () => {
    const bare = row('node -e 0', [0.25]);
    const verdict = atMost('start', 1, row('own', [0.28125]), bare, 0.03);
    expect(verdictLine(verdict)).toBe('- MISSED: start: 0.281 s and 0.250 s (node -e 0), 0.031 s more');
    expect(atMost('start', 1, row('own', [0.275]), bare, 0.03).ok).toBe(true);
  });

  test('on a lead says how many times as fast it is', () => {
    const helm = row('helm', [6]);
    expect(ahead('fast', 3, row('own', [2]), helm)).toMatchObject({
      ok: true,
      figures: '2.000 s and 6.000 s (helm), 3.00x',
    });
    expect(ahead('fast', 3, row('own', [2.1]), helm).ok).toBe(false);
  });

  test('on growth leaves the start aside', () => {
    const start = row('own', [1]);
    const small = row('own', [2], { objects: 1000 });
    const large = (seconds: number) => row('own', [seconds], { objects: 10_000 });
    expect(growth('flat', 1.1, start, small, large(11.9))).toMatchObject({ ok: true });
    expect(growth('flat', 1.1, start, small, large(12.1))).toMatchObject({
      ok: false,
      figures: '1.000 s and 1.110 s per 1,000 objects, 1.11x',
    });
  });

  test('on limits requires less', () => {
    expect(under('time', 6, row('own', [6])).ok).toBe(false);
    expect(under('time', 6, row('own', [7, 5.9])).ok).toBe(true);
    expect(within('memory', 512, row('own', [1], { megabytes: 512 })).ok).toBe(false);
    expect(within('memory', 512, row('own', [1], { megabytes: 511 })).ok).toBe(true);
  });

  test('is "not measured" where a row or its memory is missing', () => {
    const own = row('own', [1]);
    const verdicts = [
      atMost('a', 1, undefined, own),
      ahead('b', 1, own, undefined),
      under('c', 1, undefined),
      within('d', 1, own),
      growth('e', 1, own, own, undefined),
    ];
    expect(verdicts.map(verdictLine)).toEqual(['a', 'b', 'c', 'd', 'e'].map((claim) => `- not measured: ${claim}`));
  });
});

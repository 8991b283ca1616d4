import { liveDelivery, plainDelivery } from '../../lib/deliver/progress';

test('a log gets a line for each news of a cluster, printable and once', () => {
  const lines: string[] = [];
  const { report, end } = plainDelivery((line) => lines.push(line));
  report('west', '20-mesh: applying 3 objects');
  report('east', '20-mesh: applying 3 objects');
  report('west', '20-mesh: applying 3 objects');
  report('west', 'failed: a\nb\u001b[31m');
  end();
  expect(lines.slice(0, 2)).toEqual(['west: 20-mesh: applying 3 objects\n', 'east: 20-mesh: applying 3 objects\n']);
  expect(lines).toHaveLength(3);
  expect(lines[2]).toMatch(/^west: failed: a.*b.*\n$/);
  expect(lines[2]).not.toContain('\u001b');
});

test('a terminal gets a table with a row for each cluster, and of many those with the latest news', () => {
  const drawn: string[] = [];
  let cleared = 0;
  const { report, end } = liveDelivery({ draw: (text) => drawn.push(text), clear: () => (cleared += 1) });
  report('west', 'one');
  report('north-east', 'two');
  report('west', 'three');
  expect(drawn.at(-1)).toBe('west        three\nnorth-east  two');
  for (let i = 0; i < 40; i += 1) report(`c${i}`, 'news');
  const rows = drawn.at(-1)?.split('\n') ?? [];
  expect(rows).toHaveLength(21);
  expect(rows.at(-2)).toMatch(/^c39 +news$/);
  expect(rows.at(-1)).toBe('and 22 more clusters');
  end();
  expect(cleared).toBe(1);
});

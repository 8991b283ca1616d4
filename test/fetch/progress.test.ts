import { liveProgress, plainProgress } from '../../lib/fetch/progress';
import type { UnreadFact } from '../../lib/fetch/unread';
import { KINDS, rootFact } from '../helpers/facts';

/** The root of a mesh that is not there. */
function missing(cluster: string): UnreadFact {
  const fact = rootFact(`${cluster}-mesh`, { cluster, namespace: cluster });
  return { fact, object: { kind: 'ConfigMap', name: 'istio-ca-root-cert' }, failure: { kind: 'missing', detail: '' } };
}

test('in a log there is a line for each cluster that is done, and for each pause', () => {
  let text = '';
  const progress = plainProgress(KINDS, (line) => (text += line));
  progress.begin(2);
  progress.started('a');
  progress.finished('a', 2, []);
  progress.finished('b', 1, [missing('b')]);
  progress.waiting([missing('b')], 90_000);
  progress.end();
  expect(text).toBe(`a: 2 of 2 read
b: 1 of 2 read (not found)
waiting up to 1m30s for root certificates of mesh "b-mesh" on cluster "b" (not found)
`);
});

describe('on a terminal', () => {
  test('a few clusters have a line each, drawn anew at each step and cleared at the end', () => {
    const drawn: string[] = [];
    const progress = liveProgress(KINDS, {
      draw: (text) => drawn.push(text),
      clear: () => drawn.push('CLEARED'),
    });
    progress.begin(2);
    progress.started('a');
    progress.started('b');
    progress.finished('a', 2, []);
    progress.finished('b', 0, [missing('b')]);
    progress.waiting([missing('b')], 5000);
    progress.begin(1);
    progress.started('b');
    progress.end();
    expect(drawn).toEqual([
      '0 of 2 clusters read',
      '0 of 2 clusters read\n  a: reading',
      '0 of 2 clusters read\n  a: reading\n  b: reading',
      '1 of 2 clusters read\n  b: reading\n  a: 2 of 2 read',
      '2 of 2 clusters read\n  a: 2 of 2 read\n  b: 0 of 1 read (not found)',
      '2 of 2 clusters read\n  a: 2 of 2 read\n  b: 0 of 1 read (not found)\nwaiting up to 5s for root certificates of mesh "b-mesh" on cluster "b" (not found)',
      '0 of 1 cluster read\n  a: 2 of 2 read\n  b: 0 of 1 read (not found)',
      '0 of 1 cluster read\n  b: reading\n  a: 2 of 2 read',
      'CLEARED',
    ]);
  });

  test('300 clusters take no more lines than fit', () => {
    let most = 0;
    let last = '';
    const progress = liveProgress(KINDS, {
      draw: (text) => {
        last = text;
        most = Math.max(most, text.split('\n').length);
      },
      clear: () => undefined,
    });
    const names = Array.from({ length: 300 }, (_, i) => `c${i}`);
    progress.begin(300);
    for (const name of names) progress.started(name);
    for (const name of names) progress.finished(name, 1, name.endsWith('7') ? [missing(name)] : []);
    expect(most).toBeLessThanOrEqual(18);
    expect(last.split('\n').slice(0, 2)).toEqual(['300 of 300 clusters read', '  c7: 1 of 2 read (not found)']);
    expect(last).toMatch(/\n {2}and 23 more$/);
  });
});

test('of much that is waited for only some is named', () => {
  let text = '';
  plainProgress(KINDS, (line) => (text += line)).waiting(['a', 'b', 'c', 'd', 'e'].map(missing), 1000);
  expect(text).toBe(
    'waiting up to 1s for root certificates of mesh "a-mesh" on cluster "a" (not found), root certificates of mesh "b-mesh" on cluster "b" (not found), root certificates of mesh "c-mesh" on cluster "c" (not found) and 2 more\n',
  );
});

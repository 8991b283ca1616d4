import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { newSharedFields } from '../../lib/manifests/parse-fast';

const DOCUMENT = 'apiVersion: v1\nkind: A\nmetadata:\n  name: g\nspec:\n  b: [c]\n  d:\n    - e: f\n';

test('a large text of which only the comments at its start are new takes no more memory', () => {
  const body = DOCUMENT.repeat(4000);
  const fields = newSharedFields();
  const kept: string[] = [];
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const used = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const keep = (i: number) => kept.push(fields.sharedText(`# ${i}\n${body}`.split('').join('')));
  // The first text is kept, and engines allocate something once.
  keep(0);
  const before = used();
  for (let i = 1; i <= 100; i++) keep(i);
  expect(kept).toHaveLength(101);
  expect(used() - before).toBeLessThan(10 * body.length);
});

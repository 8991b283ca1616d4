import { Slots } from '../../lib/kube/slots';

test('does no more pieces of work at a time than it has slots, in their order, and goes on after one that fails', async () => {
  const slots = new Slots(2);
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  const work = [0, 1, 2, 3].map((i) =>
    slots.run(async () => {
      begun.push(i);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (i === 0) throw new Error('failed');
      return i;
    }),
  );
  const all = Promise.allSettled(work);
  expect(begun).toEqual([0, 1]);
  ends[0]?.();
  await expect(work[0]).rejects.toThrow('failed');
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toEqual([0, 1, 2]);
  ends[1]?.();
  await work[1];
  await new Promise((resolve) => setImmediate(resolve));
  for (const end of ends) end();
  expect((await all).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
});

import fc from 'fast-check';
import { CoverIndex, firstCovering, type MatchedSet } from '../../lib/matching/covering';
import { covers } from '../../lib/matching/service-name';

const part = fc.constantFrom(undefined, '', '*', 'a', 'b');
const sets = fc.array(
  fc.option(fc.record({ namespace: part, name: part, conditions: fc.uniqueArray(fc.constantFrom('x', 'y', 'z')) }), {
    nil: undefined,
  }),
  { maxLength: 12 },
);

function hides(wide: MatchedSet, narrow: MatchedSet): boolean {
  const isNarrow = (wide.conditions ?? []).every((each) => narrow.conditions?.includes(each));
  return isNarrow && covers(wide.namespace, narrow.namespace) && covers(wide.name, narrow.name);
}

test('the first earlier set that covers another is that of a search of all', () => {
  fc.assert(
    fc.property(sets, (all) => {
      const expected = all.map((narrow, i) => {
        const by = all.slice(0, i).findIndex((wide) => wide && narrow && hides(wide, narrow));
        return by < 0 ? undefined : by;
      });
      expect(firstCovering(all)).toEqual(expected);
    }),
  );
});

test.each<[string, (i: number) => MatchedSet]>([
  ['other names', (i) => ({ namespace: 'a', name: `s${i}` })],
  ['other labels', (i) => ({ namespace: 'a', conditions: [`app=${i}`] })],
  ['one common label', (i) => ({ namespace: 'a', conditions: ['tier=x', `app=${i}`] })],
])('sets with %s are not compared with each other', (_, setOf) => {
  let reads = 0;
  const counted = ({ conditions = [], ...rest }: MatchedSet): MatchedSet => ({
    ...rest,
    conditions: new Proxy(conditions, {
      get: (target, key, receiver) => {
        reads += key === 'every' ? 1 : 0;
        return Reflect.get(target, key, receiver) as unknown;
      },
    }),
  });
  const found = firstCovering(Array.from({ length: 2000 }, (_, i) => counted(setOf(i))));
  expect(new Set(found)).toEqual(new Set([undefined]));
  expect(reads).toBeLessThan(20_000);
});

test('the first of several added sets is found', () => {
  const index = new CoverIndex();
  index.add({ namespace: 'a' }, 3);
  index.add({ name: 'x' }, 1);
  index.add({ namespace: 'a', name: 'x' }, 2);
  expect(index.first({ namespace: 'a', name: 'x' })).toBe(1);
  expect(index.first({ namespace: 'a', name: 'y' })).toBe(3);
  expect(index.first({ namespace: 'b', name: 'y' })).toBeUndefined();
});

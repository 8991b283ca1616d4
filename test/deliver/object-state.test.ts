import { isChanged, stateOf } from '../../lib/deliver/object-state';
import type { Fields } from '../../lib/values';

const OBJECT = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', uid: 'u', resourceVersion: '1', labels: { x: 'y' } },
  data: { b: 'c', d: 'e' },
};

function withMetadata(metadata: Fields, rest: Fields = {}): Fields {
  return { ...OBJECT, ...rest, metadata: { ...OBJECT.metadata, ...metadata } };
}

function change(after: Fields, isDryRun = false): boolean {
  return isChanged(stateOf(OBJECT, 'id'), stateOf(after, 'id'), isDryRun);
}

const own = (time: string) => ({ managedFields: [{ manager: 'ossm-fed', time }] });

describe('an applied object', () => {
  test.each<[string, Fields, boolean]>([
    ['with the same version', OBJECT, false],
    [
      'with a status that a controller wrote',
      withMetadata({ resourceVersion: '2' }, { status: { phase: 'x' } }),
      false,
    ],
    ['with a finalizer of a controller', withMetadata({ resourceVersion: '2', finalizers: ['f'] }), false],
    ['with fields in another order', withMetadata({ resourceVersion: '2' }, { data: { d: 'e', b: 'c' } }), false],
    ['with other fields', withMetadata({ resourceVersion: '2' }, { data: {} }), true],
    ['with another label', withMetadata({ resourceVersion: '2', labels: { x: 'z' } }), true],
    ['that this tool now also manages', withMetadata({ resourceVersion: '2', ...own('2030-01-01T00:00:00Z') }), true],
    ['that was replaced', withMetadata({ resourceVersion: '2', uid: 'v' }), true],
  ])('%s', (_, after, expected) => {
    expect(change(after)).toBe(expected);
  });

  test('of a dry run differs only by what would be stored', () => {
    expect(change(withMetadata({}, { data: {} }), true)).toBe(true);
    expect(change(withMetadata({ resourceVersion: '2', ...own('2030-01-01T00:00:00Z') }), true)).toBe(false);
  });

  test('is a member by its label', () => {
    const label = { 'applyset.kubernetes.io/part-of': 'id' };
    expect([OBJECT, withMetadata({ labels: label })].map((object) => stateOf(object, 'id').isMember)).toEqual([
      false,
      true,
    ]);
  });
});

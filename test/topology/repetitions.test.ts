import type { Issue } from '../../lib/issues/issue';
import { withoutRepetitions } from '../../lib/topology/repetitions';

const TOPOLOGY = { defaults: { meshes: { version: 'v1' } }, meshes: { 'a-{1..3}': {}, b: { version: 'v2' } } };

function issue(code: Issue['code'], path: Issue['path'], message = 'wrong'): Issue {
  return { code, path, message, fix: 'fix it' };
}

function messagesOf(...issues: readonly Issue[]): readonly string[] {
  return withoutRepetitions(issues, TOPOLOGY).map(({ message, path }) => `${path.join('.')}: ${message}`);
}

describe('issues of the same kind', () => {
  test('are one if a range states the value', () => {
    expect(
      messagesOf(
        issue('TOP113', ['meshes', 'a-1', 'cluster'], 'one'),
        issue('TOP113', ['meshes', 'a-2', 'cluster'], 'two'),
      ),
    ).toEqual(['meshes.a-1.cluster: one (1 more at this place)']);
  });

  test('are one if the defaults state the value, but not with a value of its own', () => {
    const versions = ['a-1', 'a-2', 'b'].map((name) => issue('TOP113', ['meshes', name, 'version']));
    expect(messagesOf(...versions)).toEqual([
      'meshes.a-1.version: wrong (1 more at this place)',
      'meshes.b.version: wrong',
    ]);
  });

  test('are not one with other codes, fixes or places', () => {
    const one = issue('TOP113', ['meshes', 'b', 'version']);
    const others = [
      { ...one, code: 'TOP112' } as const,
      { ...one, fix: 'another' },
      issue('TOP113', ['meshes', 'b', 'mode']),
    ];
    expect(messagesOf(one, ...others)).toHaveLength(4);
  });

  test('are one for all uses of an unknown name, with the other paths', () => {
    const uses = Array.from({ length: 9 }, (_, i) => issue('TOP120', ['traffic', i, 'mesh'], 'unknown mesh "x"'));
    expect(messagesOf(...uses.slice(0, 2), issue('TOP120', ['shares', 0, 'to'], 'unknown mesh "y"'))).toEqual([
      'traffic.0.mesh: unknown mesh "x" (also at traffic[1].mesh)',
      'shares.0.to: unknown mesh "y"',
    ]);
    expect(messagesOf(...uses)[0]).toMatch(/traffic\[5\]\.mesh, traffic\[6\]\.mesh and 2 more\)$/);
  });
});

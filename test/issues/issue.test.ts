import { IssueList, printPath } from '../../lib/issues/issue';
import { type PlacedIssue, placeIssues, printPlace } from '../../lib/issues/place';

describe('a path as a person writes it', () => {
  test.each([
    [[], ''],
    [['meshes', 'rosa-prod', 'members', 0], 'meshes.rosa-prod.members[0]'],
    [['meshes', 'spoke-{01..20}'], 'meshes.spoke-{01..20}'],
    [['subsets', 'my subset', 'version'], 'subsets["my subset"].version'],
    [['clusters', ''], 'clusters[""]'],
    [['clusters', 'a"b'], 'clusters["a\\"b"]'],
    [[0, 'a'], '[0].a'],
  ])('%j is "%s"', (path, expected) => {
    expect(printPath(path)).toBe(expected);
  });
});

describe('a list of issues', () => {
  test('holds each issue once', () => {
    const issues = new IssueList();
    issues.add('TOP120', ['shares', 0], 'there is no mesh "x"', 'remove it');
    issues.add('TOP120', ['shares', 0], 'there is no mesh "x"', 'remove it');
    issues.add('TOP120', ['shares', 1], 'there is no mesh "x"', 'remove it');
    expect(issues.all().map(({ path }) => path[1])).toEqual([0, 1]);
    expect(issues.size).toBe(2);
  });

  test('tells of a key that is to blame', () => {
    const issues = new IssueList();
    issues.addAtKey('TOP101', ['meshes', 'X'], 'message', 'fix');
    expect(issues.all()).toEqual([
      { code: 'TOP101', path: ['meshes', 'X'], message: 'message', fix: 'fix', atKey: true },
    ]);
  });
});

describe('issues with their places', () => {
  const issue = (key: string) => ({ code: 'TOP003', path: [key], message: key, fix: 'fix' }) as const;
  const lines: Readonly<Record<string, readonly [number, number]>> = { a: [9, 1], b: [2, 7], c: [2, 3] };

  test('are sorted by line and column', () => {
    const locate = ({ path }: { path: readonly (string | number)[] }) => {
      const [line = 0, column = 0] = lines[String(path[0])] ?? [];
      return { line, column };
    };
    const placed = placeIssues([issue('a'), issue('b'), issue('c')], 'f.yaml', locate);
    expect(placed.map(printPlace)).toEqual(['f.yaml:2:3', 'f.yaml:2:7', 'f.yaml:9:1']);
  });

  test('keep their order and tell their paths where there is no file', () => {
    expect(placeIssues([issue('b'), issue('a')]).map(printPlace)).toEqual(['b', 'a']);
  });

  test('of the whole are those of the topology, or of the file', () => {
    const whole: PlacedIssue = { code: 'TOP001', path: '', message: '', fix: '' };
    expect(printPlace(whole)).toBe('topology');
    expect(printPlace({ ...whole, file: 'f.yaml' })).toBe('f.yaml');
  });
});

import { MAX_MANIFEST_DEPTH } from '../../lib/bounds';
import { readDump } from '../../lib/dump/read';
import { dumpText } from '../../lib/dump/write';
import type { Observation } from '../../lib/status/observation';

const OBSERVATION: Observation = {
  time: new Date('2026-11-25T13:23:00.000Z'),
  clusters: {
    east: { objects: [], unread: [], failure: 'no connection', fix: 'log in' },
    north: { objects: [], unread: [], isSkipped: true },
    west: {
      objects: [{ kind: 'Pod', metadata: { name: 'a' } }],
      unread: [
        { kind: 'Service', namespace: 'shop', reason: '403', isForbidden: true },
        { kind: 'Node', reason: '403' },
      ],
    },
  },
};

test('a dump is read as what was written', () => {
  expect(readDump(dumpText(OBSERVATION))).toEqual({ observation: OBSERVATION });
});

test('a dump is the same whatever the order of its clusters', () => {
  const entries = Object.entries(OBSERVATION.clusters);
  const reversed = { ...OBSERVATION, clusters: Object.fromEntries(entries.reverse()) };
  expect(dumpText(reversed)).toBe(dumpText(OBSERVATION));
});

test('a dump may be YAML with Lists, as kubectl prints them', () => {
  const text = `version: 1
time: 2026-11-25T13:23:00Z
clusters:
  west:
    objects:
      - { kind: List, items: [{ kind: Pod, metadata: { name: a } }] }
`;
  expect(readDump(text)).toEqual({
    observation: {
      time: new Date('2026-11-25T13:23:00Z'),
      clusters: { west: { objects: [{ kind: 'Pod', metadata: { name: 'a' } }], unread: [] } },
    },
  });
});

test.each([
  ['', 'expected one map'],
  ['a: 1\n---\nb: 2\n', 'expected one map'],
  ['{', /line \d+, column \d+: /],
  ['version: 2\n', 'expected "version: 1"'],
  ['version: 1\ntime: yesterday\n', 'expected "time" as an instant of ISO 8601'],
  ['version: 1\ntime: 2026-11-25T13:23:00Z\n', 'expected "clusters" as a map of clusters by name'],
  [
    'version: 1\ntime: 2026-11-25T13:23:00Z\nclusters: { west: {} }\n',
    'expected "objects", "failure" or "skipped" in cluster "west"',
  ],
])('the text %j is an invalid dump', (text, reason) => {
  const content = readDump(text);
  expect('issue' in content && content.issue.code).toBe('STA004');
  expect('issue' in content ? content.issue.message : '').toMatch(reason);
});

test('a dump beyond the bounds is rejected without its text', () => {
  const deep = `version: 1\nclusters: ${'['.repeat(MAX_MANIFEST_DEPTH + 1)}secret`;
  const aliases = `version: 1\na: &a x\nclusters: [${'*a,'.repeat(30_000)}secret]\n`;
  for (const text of [deep, aliases]) {
    const content = readDump(text);
    expect(content).toMatchObject({ issue: { code: 'STA004' } });
    expect(JSON.stringify(content)).not.toContain('secret');
  }
});

import type { DownResult } from '../../../lib/workflows/down';
import { report } from '../../../lib/workflows/report';
import type { UpResult } from '../../../lib/workflows/up';

/** What a report writes, and its exit code. */
function reported(result: UpResult | DownResult, format: 'text' | 'json' = 'text') {
  const texts = { stdout: '', stderr: '' };
  const append = (stream: 'stdout' | 'stderr', text: string) => {
    texts[stream] += text;
    return true;
  };
  const code = report(result, format, {
    stdout: { write: (text: string) => append('stdout', text) },
    stderr: { write: (text: string) => append('stderr', text) },
  });
  return { code, ...texts };
}

const CHANGE = { cluster: 'west', object: 'ServiceMeshPeer west/east', change: 'created' } as const;
const SUMMARY = {
  dryRun: false,
  lock: 'federation.lock.yaml',
  lockWritten: true,
  clusters: [
    { cluster: 'east', complete: false, unchanged: 2, stage: '10-operators' },
    { cluster: 'west', complete: true, unchanged: 3, stage: '50-traffic' },
  ],
};
const UNREAD = {
  code: 'GET004',
  cluster: 'east',
  path: 'east',
  message: 'cluster "east" could not be read',
  fix: 'wait',
} as const;

describe('the report of up', () => {
  test('has changes, problems, a line for each cluster, and what to commit', () => {
    expect(reported({ command: 'up', issues: [UNREAD], changes: [CHANGE], summary: SUMMARY })).toEqual({
      code: 3,
      stdout:
        'west: ServiceMeshPeer west/east created\neast: 0 changes, 2 unchanged; stopped after 10-operators\nwest: 1 change, 3 unchanged; complete\nfederation.lock.yaml: written; commit it\n',
      stderr: 'east: error GET004: cluster "east" could not be read\n  fix: wait\n',
    });
  });

  test('of a dry run says that nothing was written', () => {
    const summary = { ...SUMMARY, dryRun: true, lockWritten: false };
    const { code, stdout } = reported({ command: 'up', issues: [], changes: [CHANGE], summary });
    expect(code).toBe(0);
    expect(stdout).toContain('west: ServiceMeshPeer west/east would be created\n');
    expect(stdout).toContain('west: 1 change, 3 unchanged; nothing was written\n');
  });

  test('has the exit code of a status that is not healthy', () => {
    const time = '2030-01-01T00:00:00.000Z';
    const edge = { mesh: 'west', peer: 'east', health: 'degraded', findings: [] } as const;
    const result = {
      command: 'up',
      issues: [],
      changes: [],
      summary: SUMMARY,
      status: { time, clusters: [], edges: [edge], services: [] },
    } as const;
    expect(reported(result)).toMatchObject({ code: 1, stdout: expect.stringContaining('1 not healthy\n') });
    expect(JSON.parse(reported(result, 'json').stdout)).toMatchObject({
      command: 'up',
      exitCode: 1,
      status: { edges: [edge] },
    });
  });

  test('without a reached cluster says that nothing was applied', () => {
    expect(reported({ command: 'up', issues: [UNREAD], changes: [] }).stderr).toMatch(
      /1 problem; nothing was applied\n$/,
    );
  });
});

describe('the report of down', () => {
  const change = { ...CHANGE, change: 'deleted' } as const;
  const listed = ['west: ServiceMeshPeer west/east', 'west: Namespace shop'];

  test('has what was deleted and what is left, which is not a success', () => {
    const summary = { confirmed: true, listed, left: ['west: Namespace shop'] };
    expect(reported({ command: 'down', issues: [], changes: [change], summary })).toEqual({
      code: 1,
      stdout: 'west: ServiceMeshPeer west/east deleted\nwest: Namespace shop is left\n1 object deleted, 1 left\n',
      stderr: '',
    });
  });

  test('without a confirmation has what would be deleted', () => {
    const issue = { code: 'CLI011', path: '--yes', message: 'nobody can confirm', fix: 'use "--yes"' } as const;
    const summary = { confirmed: false, listed, left: listed };
    const { code, stdout } = reported({ command: 'down', issues: [issue], changes: [], summary });
    expect([code, stdout]).toEqual([
      2,
      'west: ServiceMeshPeer west/east would be deleted\nwest: Namespace shop would be deleted\n2 objects listed; nothing was deleted\n',
    ]);
  });

  test('of nothing is a success', () => {
    const summary = { confirmed: true, listed: [], left: [] };
    expect(reported({ command: 'down', issues: [], changes: [], summary })).toEqual({
      code: 0,
      stdout: '0 objects deleted, 0 left\n',
      stderr: '',
    });
  });
});

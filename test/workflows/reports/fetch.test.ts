import { stripVTControlCharacters } from 'node:util';
import { issueProblem } from '../../../lib/issues/problem';
import { type FetchResult, type FetchSummary, nothingRead } from '../../../lib/workflows/fetch';
import { report as reportAny } from '../../../lib/workflows/report';
import { fetchReport } from '../../../lib/workflows/reports/fetch';

const SUMMARY: FetchSummary = { lock: 'x.lock.yaml', clusters: 2, read: 4, unread: 0, check: false, written: true };
const CHANGE = { kind: 'root-dropped', mesh: 'm', text: 'm: root certificate AA is dropped' };
const WARNING = {
  code: 'LCK023',
  path: 'meshes.m',
  message: 'it expires',
  fix: 'rotate it',
  level: 'warning',
} as const;
const ERROR = { code: 'GET004', path: 'c/m', message: 'it is down', fix: 'start it' } as const;

/** The exit code, standard output and standard error of a report. */
function report(result: Omit<FetchResult, 'command'>): readonly [number, string, string] {
  let [stdout, stderr] = ['', ''];
  const code = reportAny({ command: 'fetch', ...result }, 'text', {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return [code, stripVTControlCharacters(stdout), stripVTControlCharacters(stderr)];
}

/** The exit code and the last line of a report. */
function lastLine(
  summary: Partial<FetchSummary>,
  changes: FetchResult['changes'] = [],
  issues: FetchResult['issues'] = [],
) {
  const [code, stdout] = report({ issues, changes, summary: { ...SUMMARY, ...summary } });
  const line = stdout.split('\n').find((each) => each.startsWith('x.lock.yaml'));
  return `${code} ${line}`;
}

test('what changed and a summary are results, problems are not', () => {
  expect(report({ issues: [WARNING, ERROR], changes: [CHANGE], summary: SUMMARY })).toEqual([
    3,
    expect.stringMatching(
      /^m: root certificate AA is dropped\nx\.lock\.yaml: 4 facts read from 2 clusters, 1 change written\nrun .*\n$/,
    ),
    'meshes.m: warning LCK023: it expires\n  fix: rotate it\nc/m: error GET004: it is down\n  fix: start it\n',
  ]);
});

test('problems before any cluster was read are all there is', () => {
  expect(report({ issues: [ERROR], changes: [] })).toEqual([
    3,
    '',
    'c/m: error GET004: it is down\n  fix: start it\n1 problem; nothing was fetched\n',
  ]);
});

test('a report for programs has the changes with all of their fields', () => {
  const change = { ...CHANGE, fingerprint: 'AA' };
  const { command, exitCode, problems, ...rest } = fetchReport({
    command: 'fetch',
    issues: [WARNING],
    changes: [change],
    summary: { ...SUMMARY, check: true },
  });
  expect([command, exitCode, problems]).toEqual(['fetch', 1, [issueProblem(WARNING)]]);
  expect(rest).toEqual({ changes: [change], summary: { ...SUMMARY, check: true } });
  expect(fetchReport(nothingRead([ERROR]))).not.toHaveProperty('summary');
});

describe('the summary', () => {
  test('of a fetch tells what was read and written', () => {
    expect(lastLine({}, [CHANGE, CHANGE])).toBe('0 x.lock.yaml: 4 facts read from 2 clusters, 2 changes written');
    expect(lastLine({ written: false })).toBe('0 x.lock.yaml: 4 facts read from 2 clusters, unchanged');
    expect(lastLine({ clusters: 1, read: 1, unread: 2 }, [], [ERROR])).toBe(
      '3 x.lock.yaml: 1 of 3 facts read from 1 cluster, rewritten without changes',
    );
    expect(lastLine({ read: 0, unread: 3, written: false }, [], [ERROR])).toBe(
      '3 x.lock.yaml: 0 of 3 facts read from 2 clusters, nothing written',
    );
    expect(lastLine({ clusters: 0, read: 0, written: false })).toBe(
      '0 x.lock.yaml: nothing to fetch from these clusters, unchanged',
    );
  });

  test('of a comparison tells what was compared and differs', () => {
    const check = { check: true, written: false };
    expect(lastLine(check)).toBe('0 x.lock.yaml: 4 facts read from 2 clusters, no difference');
    expect(lastLine(check, [CHANGE])).toBe(
      '1 x.lock.yaml: 4 facts read from 2 clusters, 1 difference; nothing was written',
    );
    expect(lastLine({ ...check, read: 1, unread: 3 }, [], [ERROR])).toBe(
      '3 x.lock.yaml: 1 of 4 facts read from 2 clusters, no difference among these',
    );
    expect(lastLine({ ...check, read: 0, unread: 4 }, [], [ERROR])).toBe(
      '3 x.lock.yaml: 0 of 4 facts read from 2 clusters, nothing compared',
    );
  });
});

test('warnings alone are no failure', () => {
  expect(lastLine({}, [], [WARNING])).toMatch(/^0 /);
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandResult, runCommand } from '../helpers/command';
import { inDirectory } from '../helpers/temporary';

const TOPOLOGY = `clusters: { west: {}, east: { platform: baremetal } }
meshes: { west: {}, east: {} }
peerings: [{ between: [west, east] }]
`;

/** Runs `fetch` on a topology without asking a cluster; `DIR` stands for its directory. */
function fetch(flags: readonly string[], text = TOPOLOGY): CommandResult {
  return inDirectory({ 'federation.yaml': text }, (directory) => {
    const { code, stdout, stderr } = runCommand(['fetch', '-f', join(directory, 'federation.yaml'), ...flags]);
    expect(existsSync(join(directory, 'federation.lock.yaml'))).toBe(false);
    return { code, stdout: stdout.replaceAll(directory, 'DIR'), stderr: stderr.replaceAll(directory, 'DIR') };
  });
}

test('the help tells options, exit codes and examples', () => {
  const { code, stdout } = runCommand(['fetch', '--help']);
  const text = stdout.replace(/\s+/g, ' ');
  expect(code).toBe(0);
  for (const option of [
    '--cluster',
    '--wait',
    '--timeout',
    '--check',
    '--drop-old',
    '--print-rbac',
    '--subject',
    '--format',
  ]) {
    expect(text).toContain(` ${option}`);
  }
  expect(text).toContain('Exit codes: 0 everything was read');
  expect(text).toContain('$ ossm-fed fetch --wait --timeout 20m');
});

describe('the permissions', () => {
  test('are printed as YAML for each cluster', () => {
    const { code, stdout, stderr } = fetch(['--print-rbac']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.match(/^(# cluster .*|kind: .*)$/gm)).toEqual([
      '# cluster east, kubeconfig context "east"',
      'kind: Role',
      'kind: RoleBinding',
      'kind: ClusterRole',
      'kind: ClusterRoleBinding',
      'kind: ClusterRole',
      'kind: ClusterRoleBinding',
      '# cluster west, kubeconfig context "west"',
      'kind: Role',
      'kind: RoleBinding',
      'kind: ClusterRole',
      'kind: ClusterRoleBinding',
    ]);
    expect(stdout).toContain('- kind: Group\n    name: ossm-fed-fetch\n');
  });

  test('are printed of the chosen clusters and for the chosen subject', () => {
    const { stdout } = fetch(['--print-rbac', '--cluster', 'west', '--subject', 'ServiceAccount:ci/bot']);
    expect(stdout).not.toContain('cluster east');
    expect(stdout).toContain('- kind: ServiceAccount\n    name: bot\n    namespace: ci\n');
  });

  test('are not printed of a topology with problems, nor of clusters that there are not', () => {
    expect(fetch(['--print-rbac', '--cluster', 'wets'])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        '--cluster: error CLI001: unknown cluster "wets"\n  fix: write one of "east", "west"\n1 problem; nothing was fetched\n',
    });
    const bad = fetch(['--print-rbac'], TOPOLOGY.replace('[west, east]', '[west]'));
    expect([bad.code, bad.stdout]).toEqual([1, '']);
    expect(bad.stderr).toContain('TOP121');
  });

  test('are replaced by a report for programs where there are problems', () => {
    const { code, stdout, stderr } = fetch(['--print-rbac', '--format', 'json', '--cluster', 'wets']);
    expect([code, stderr]).toEqual([2, '']);
    expect(JSON.parse(stdout)).toMatchObject({ command: 'fetch', exitCode: 2, problems: [{ code: 'CLI001' }] });
  });
});

describe('wrong usage', () => {
  test.each<readonly [string, readonly string[], string]>([
    ['an invalid timeout', ['--wait', '--timeout', '10'], 'Expected a duration such as 90s, 10m or 1h30m.'],
    ['a timeout of days', ['--wait', '--timeout', '25h'], 'The maximum is 24h.'],
    ['a timeout without waiting', ['--timeout', '10m'], '"--timeout" requires "--wait"'],
    ['an invalid subject', ['--print-rbac', '--subject', 'ann'], 'Expected Group:NAME, User:NAME or'],
    ['a subject without permissions', ['--subject', 'User:ann'], '"--subject" requires "--print-rbac"'],
    [
      'permissions beside a comparison',
      ['--print-rbac', '--check'],
      "'--print-rbac' cannot be used with option '--check'",
    ],
    ['permissions beside waiting', ['--print-rbac', '--wait'], "'--print-rbac' cannot be used with option '--wait'"],
    ['an unknown format', ['--format', 'xml'], 'Allowed choices are text, json.'],
    ['an argument', ['west'], 'too many arguments'],
  ])('such as %s is told', (_, flags, expected) => {
    const { code, stdout, stderr } = fetch(flags);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(expected);
  });
});

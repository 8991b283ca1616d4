import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StatusReport } from '../../lib/workflows/reports/shape';
import { FlowPlace, STAGES } from './flow-place';
import { startedFleet } from './harness/fleet';
import { CLUSTERS } from './harness/state';
import { removeReports, reportHealthy, reportPeer } from './harness/status-stand-in';
import { StatusFailures } from './status-failures';

const fleet = startedFleet();
const place = new FlowPlace(fleet, fleet.builtCommand());
const FORMATS = ['text', 'json', 'junit'] as const;

jest.setTimeout(300_000);

beforeAll(async () => {
  await place.bringUp(CLUSTERS);
  await place.succeed('fetch', 'synth');
  for (const cluster of CLUSTERS) expect(await place.apply(cluster, STAGES.rest)).toBe('');
  await reportHealthy(fleet);
});
afterAll(() => removeReports(fleet));

/** The status in each format, by the format. */
async function inAllFormats(...flags: readonly string[]) {
  const all = await Promise.all(
    FORMATS.map((format) => place.run(['status', '--format', format, ...flags], fleet.kubeconfig)),
  );
  const [text, json, junit] = all.map(({ stdout }) => stdout) as [string, string, string];
  return { codes: all.map(({ code }) => code), text, report: JSON.parse(json) as StatusReport, junit };
}

/** A status without the times at which it was read. */
function timeless({ status, ...rest }: StatusReport): unknown {
  const edges = status?.edges.map(({ lastFullSync: _, ...edge }) => edge);
  return { ...rest, status: { ...status, time: '', edges } };
}

test('--wait calls a federation good when 60 s have passed since its objects were applied, and not before', async () => {
  const first = await place.ossmFed('status');
  expect(first.code).toBe(1);
  expect(first.stdout).toContain('STA028');
  const started = place.start(['status', '--wait', '--timeout', '4m'], fleet.kubeconfig);
  const refresh = setInterval(() => void reportHealthy(fleet), 30_000);
  const { code, stdout, stderr } = await started.ended;
  clearInterval(refresh);
  expect([code, stdout.match(/STA\d+/g)]).toEqual([0, null]);
  expect(stderr).toMatch(/^waiting up to \S+ for .*\(STA028\)/);
  expect(stdout).toMatch(/\n3 clusters, 4 edges, 2 services as of .*: all healthy\n$/);
});

test('every format says that all is healthy, and exits with 0', async () => {
  await reportHealthy(fleet);
  const { codes, text, report, junit } = await inAllFormats();
  expect(codes).toEqual([0, 0, 0]);
  expect(text).toContain('all healthy');
  expect([report.exitCode, report.problems]).toEqual([0, []]);
  expect(report.status?.services.map(({ host }) => host)).toEqual([
    'details-v2.prod-bookinfo.svc.aro-stg-mesh-imports.local',
    'details-v3.prod-bookinfo.svc.gcp-dev-mesh-imports.local',
  ]);
  expect(junit).toMatch(/<testsuites name="ossm-fed status" tests="\d+" failures="0" errors="0">/);
});

test('a dump gives the same answer as the clusters, healthy or not', async () => {
  await reportPeer(
    fleet,
    'aro',
    { name: 'rosa-prod-mesh', namespace: 'aro-stg-mesh' },
    {
      own: { connected: false, lastDisconnectStatus: '503 Service Unavailable' },
    },
  );
  const gathered = await place.ossmFed('gather -o dump.json');
  expect([gathered.code, gathered.stdout]).toEqual([
    0,
    expect.stringMatching(/^dump\.json: \d+ objects of 3 clusters\n$/),
  ]);
  const [live, dumped] = [await inAllFormats(), await inAllFormats('--from', 'dump.json')];
  expect(live.codes).toEqual([1, 1, 1]);
  expect(dumped.codes).toEqual(live.codes);
  expect(timeless(dumped.report)).toEqual(timeless(live.report));
  expect(live.report.problems.map(({ code }) => code)).toEqual(expect.arrayContaining(['STA022', 'STA025']));
  await reportHealthy(fleet);
});

describe('with --cluster', () => {
  test('the others are skipped, which is no failure, also in a dump', async () => {
    const { codes, report, junit, text } = await inAllFormats('--cluster', 'rosa');
    expect(codes).toEqual([0, 0, 0]);
    expect(report.status?.clusters.map(({ cluster, health }) => [cluster, health])).toEqual([
      ['aro', 'skipped'],
      ['rog', 'skipped'],
      ['rosa', 'healthy'],
    ]);
    expect(junit).toContain('<skipped/>');
    expect(text).toMatch(/: all healthy, \d+ skipped\n$/);
    await place.succeed('gather -o rosa.json --cluster rosa');
    const dumped = await inAllFormats('--from', 'rosa.json');
    expect([dumped.codes, timeless(dumped.report)]).toEqual([codes, timeless(report)]);
  });

  test('an unknown name is invalid usage', async () => {
    const { code, stderr } = await place.ossmFed('status --cluster rosas');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/CLI001: unknown cluster "rosas"\n {2}fix: .*rosa/)]);
  });
});

describe('a failure of the federation', () => {
  const failures = new StatusFailures(fleet);

  test.each(failures.all)('$title is found in every format, with its cause', async ({ make, code, says }) => {
    await reportHealthy(fleet);
    await make();
    const { codes, text, report, junit } = await inAllFormats();
    await failures.undo();
    expect(codes).toEqual([1, 1, 1]);
    const causes = report.problems
      .filter((problem) => problem.code === code)
      .map(({ message, fix }) => `${message}; ${fix}`);
    expect(causes.join('\n')).toMatch(says);
    for (const output of [text, junit]) expect(output).toContain(code);
  });
});

test('a cluster that cannot be read is exit code 3 in every format, with what to do', async () => {
  const credentials = { kind: 'token', token: fleet.tokens.admin } as const;
  const contexts = CLUSTERS.map((cluster) => fleet.context(cluster, credentials));
  const kubeconfig = fleet.writeKubeconfig(
    contexts.map((context) => (context.name === 'aro' ? { ...context, server: 'https://127.0.0.1:1' } : context)),
  );
  const { codes, report, text } = await inAllFormats('--kubeconfig', kubeconfig);
  expect(codes).toEqual([3, 3, 3]);
  const [problem] = report.problems.filter(({ code }) => code === 'STA001');
  expect(problem?.message).toBe('cluster "aro" could not be read: 127.0.0.1:1 refuses connections (GET004)');
  expect(text.match(/STA001/g)).toHaveLength(1);
});

test('a dump has nothing secret, and no Secret is needed for it', async () => {
  await place.succeed('gather -o dump.json');
  const dump = readFileSync(join(place.directory, 'dump.json'), 'utf8');
  expect(dump).toContain('BEGIN CERTIFICATE');
  expect(dump).not.toMatch(/PRIVATE KEY|"Secret"|containers|correct-horse/);
  for (const token of Object.values(fleet.tokens)) expect(dump).not.toContain(token);
});

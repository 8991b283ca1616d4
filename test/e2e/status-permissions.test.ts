import { stringify } from 'yaml';
import type { StatusReport } from '../../lib/workflows/reports/shape';
import { parseObjects } from '../helpers/synthesize';
import { FlowPlace } from './flow-place';
import { Fetcher, type RoleRule } from './flow-rights';
import { startedFleet } from './harness/fleet';
import { CLUSTERS, type ClusterName } from './harness/state';
import { ThreeMeshes } from './harness/three-meshes';

const fleet = startedFleet();
const meshes = new ThreeMeshes(fleet, 'seen');
const place = new FlowPlace(fleet, fleet.builtCommand(), meshes.topology());
const fetcher = new Fetcher(fleet);

/** The permissions that the command prints for one cluster. */
async function printed(command: 'status' | 'gather', cluster: ClusterName): Promise<string> {
  const line = `${command} --print-rbac --subject User:fetcher --cluster ${cluster}`;
  const { code, stdout, stderr } = await place.ossmFed(line);
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}

/** What the status says to a user, without its time. */
async function statusFor(kubeconfig: string): Promise<StatusReport> {
  const { stdout } = await place.run(['status', '--format', 'json'], kubeconfig);
  const report = JSON.parse(stdout) as StatusReport;
  return { ...report, ...(report.status !== undefined && { status: { ...report.status, time: '' } }) };
}

afterAll(() => fetcher.forbidAll());

const MESH = '/api/v1/namespaces/seen-rosa';

beforeAll(async () => {
  await meshes.make();
  await meshes.renew();
});

test('a user without permissions sees for each kind who can allow it, and no --wait waits for that', async () => {
  const started = Date.now();
  const { code, stdout } = await place.run(['status', '--wait', '--timeout', '10m'], fetcher.kubeconfig);
  expect([code, Date.now() - started < 60_000]).toEqual([1, true]);
  expect(stdout).toContain(
    'STA002: objects of kind ConfigMap in namespace "seen-rosa" of cluster "rosa" could not be read: forbidden (403)\n' +
      '  fix: allow the user to read ConfigMap: let an administrator apply the output of ' +
      '"ossm-fed status --print-rbac --cluster rosa", with your user or group as --subject\n',
  );
});

test('a user with what --print-rbac prints sees what one sees who may do everything', async () => {
  for (const cluster of CLUSTERS) {
    const text = await printed('status', cluster);
    expect(await printed('gather', cluster)).toBe(text);
    expect(text).not.toMatch(/secrets|\*|create|update|patch|delete|watch/);
    await fetcher.allow(cluster, text);
    await fetcher.until(cluster, `/api/v1/namespaces/${meshes.mesh(cluster)}/pods`, 200);
    await fetcher.until(
      cluster,
      '/apis/operators.coreos.com/v1alpha1/namespaces/openshift-operators/subscriptions',
      200,
    );
  }
  expect(await statusFor(fetcher.kubeconfig)).toEqual(await statusFor(fleet.kubeconfig));
});

test.each([`${MESH}/secrets`, `${MESH}/configmaps`, `${MESH}/configmaps/another`, '/api/v1/pods', '/api/v1/nodes'])(
  'and is refused %s',
  async (path) => expect(await fetcher.status('rosa', path)).toBe(403),
);

test('without one of them it is named, and all others are read', async () => {
  const text = await printed('status', 'rosa');
  const roles = parseObjects(text).filter(
    ({ kind, metadata }) => kind === 'Role' && metadata.namespace === 'seen-rosa',
  );
  expect(roles).toHaveLength(1);
  const [role] = roles;
  const rules = role?.rules as readonly RoleRule[];
  const withoutPods = rules.filter(({ resources }) => !resources.includes('pods'));
  expect(withoutPods).toHaveLength(rules.length - 1);
  await fetcher.allow('rosa', stringify({ ...role, rules: withoutPods }));
  await fetcher.until('rosa', `${MESH}/pods`, 403);
  const { exitCode, problems } = await statusFor(fetcher.kubeconfig);
  expect(exitCode).toBe(1);
  const unread = problems.filter(({ code }) => code === 'STA002');
  expect(
    new Set(unread.map(({ message }) => /kind (\w+) in namespace "([^"]+)"/.exec(message)?.slice(1).join(' '))),
  ).toEqual(new Set(['Pod seen-rosa']));
});

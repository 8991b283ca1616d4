import { stringify } from 'yaml';
import { parseObjects } from '../helpers/synthesize';
import { FlowPlace } from './flow-place';
import { Fetcher, objectIn, type RoleRule } from './flow-rights';
import { startedFleet } from './harness/fleet';
import { CLUSTERS } from './harness/state';
import { ThreeMeshes } from './harness/three-meshes';

const fleet = startedFleet();
const command = fleet.builtCommand();
const meshes = new ThreeMeshes(fleet, 'allowed');
const place = new FlowPlace(fleet, command, meshes.topology());
const fetcher = new Fetcher(fleet);

/** The paths of what is read from the hub. */
const HUB = '/api/v1/namespaces/allowed-rosa';
const ROOT = `${HUB}/configmaps/istio-ca-root-cert`;
const SERVICES = ['allowed-aro-ingress', 'allowed-rog-ingress'].map((name) => `${HUB}/services/${name}`);

beforeAll(async () => {
  await meshes.make();
  await meshes.renew();
});

afterAll(() => fetcher.forbidAll());

/** Each test is a step, which goes on from where the one before has ended. */
describe('a user who may nothing', () => {
  test('is told for each mesh what is missing and who can give it, and changes no lock', async () => {
    const { code, stdout, stderr } = await place.run(['fetch'], fetcher.kubeconfig);
    expect([code, stdout]).toEqual([3, 'federation.lock.yaml: 0 of 7 facts read from 3 clusters, nothing written\n']);
    for (const cluster of CLUSTERS) {
      const mesh = `allowed-${cluster}`;
      const problem = `${cluster}/ConfigMap/${mesh}/istio-ca-root-cert: error GET008: cannot read ConfigMap "istio-ca-root-cert" in namespace "${mesh}" (mesh "${mesh}"): forbidden (403)\n`;
      const fix = `  fix: let an administrator apply the output of "ossm-fed fetch --print-rbac --cluster ${cluster}", with your user or group as --subject\n`;
      expect(stderr).toContain(problem + fix);
      expect(stderr).toContain(`${cluster}/Service/${mesh}`);
    }
    expect(place.lockText()).toBeUndefined();
    await place.succeed('fetch');
    const before = place.lockText();
    expect((await place.run(['fetch', '--drop-old'], fetcher.kubeconfig)).code).toBe(3);
    expect(place.lockText()).toBe(before);
  });
});

describe('a user who has what --print-rbac prints', () => {
  beforeAll(async () => {
    for (const cluster of CLUSTERS) await fetcher.allow(cluster, await fetcher.printed(place, cluster));
    const all = CLUSTERS.flatMap((cluster) => {
      const namespace = `/api/v1/namespaces/${meshes.mesh(cluster)}`;
      const services = meshes.gateways(cluster).map((name) => `services/${name}`);
      const paths = ['configmaps/istio-ca-root-cert', ...services].map((path) => `${namespace}/${path}`);
      return ['/api/v1/namespaces/kube-system', ...paths].map((path) => ({ cluster, path }));
    });
    for (const { cluster, path } of all) await fetcher.until(cluster, path, 200);
  });

  test('reads all that one who may do everything reads', async () => {
    const own = new FlowPlace(fleet, command, meshes.topology());
    const { code, stdout, stderr } = await own.run(['fetch'], fetcher.kubeconfig);
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')]);
    expect(stdout).toContain('7 facts read from 3 clusters, 7 changes written\n');
    expect(own.lockText()).toBe(place.lockText());
  });

  test.each([
    ['GET', `${HUB}/secrets`],
    ['GET', `${HUB}/secrets/istio-ca-secret`],
    ['GET', `${HUB}/configmaps`],
    ['GET', `${HUB}/configmaps?watch=true&fieldSelector=metadata.name%3Distio-ca-root-cert`],
    ['GET', `${HUB}/configmaps/another`],
    ['PATCH', ROOT],
    ['DELETE', ROOT],
    ['GET', `${HUB}/services`],
    ['DELETE', SERVICES[0] ?? ''],
    ['GET', '/api/v1/namespaces/default/configmaps/istio-ca-root-cert'],
    ['GET', '/api/v1/namespaces'],
    ['GET', '/api/v1/nodes'],
  ])('is refused %s %s', async (method, path) => {
    const body = method === 'PATCH' ? '{"apiVersion":"v1","kind":"ConfigMap","data":{}}' : undefined;
    const query = method === 'PATCH' ? '?fieldManager=fetcher' : '';
    expect(await fetcher.status('rosa', path + query, method, body)).toBe(403);
  });

  test('could do with nothing less', async () => {
    const text = await fetcher.printed(place, 'rosa');
    expect(parseObjects(text).map(({ kind }) => kind)).toEqual([
      'Role',
      'RoleBinding',
      'ClusterRole',
      'ClusterRoleBinding',
    ]);
    const role = objectIn(text, 'Role');
    const rules = role.rules as readonly RoleRule[];
    const names = rules.flatMap(({ resources, resourceNames = [] }) =>
      resources.flatMap((resource) => resourceNames.map((name) => `${HUB}/${resource}/${name}`)),
    );
    expect(names.sort()).toEqual([ROOT, ...SERVICES]);
    expect(rules.map(({ verbs }) => verbs)).toEqual([['get'], ['get']]);
    for (const path of names) {
      const [, name = ''] = /([^/]+)$/.exec(path) ?? [];
      const left = rules
        .map((rule) => ({ ...rule, resourceNames: rule.resourceNames?.filter((each) => each !== name) ?? [] }))
        // A rule without names would hold for all of them.
        .filter(({ resourceNames }) => resourceNames.length > 0);
      await fetcher.allow('rosa', stringify({ ...role, rules: left }));
      await fetcher.until('rosa', path, 403);
      const { code, stderr } = await place.run(['fetch', '--check'], fetcher.kubeconfig);
      expect([code, stderr.match(/error GET\d+/g)]).toEqual([3, ['error GET008']]);
      expect(stderr).toContain(`"${name}" in namespace "allowed-rosa" (mesh "allowed-rosa"): forbidden (403)`);
      await fetcher.allow('rosa', text);
      await fetcher.until('rosa', path, 200);
    }
    expect((await place.run(['fetch', '--check'], fetcher.kubeconfig)).code).toBe(0);
  });
});

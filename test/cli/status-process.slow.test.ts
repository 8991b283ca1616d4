import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { StatusReport } from '../../lib/workflows/reports/shape';
import { BuiltCommand } from '../helpers/built-command';
import { runCommand } from '../helpers/command';
import { kubeconfig } from '../helpers/kubeconfig';
import { inDirectoryFor } from '../helpers/temporary';

jest.setTimeout(120_000);

let command: BuiltCommand;
beforeAll(() => {
  command = new BuiltCommand();
});
afterAll(() => command.remove());

const TOPOLOGY = `clusters: { west: {} }
meshes:
  west: { cluster: west, members: [shop] }
`;

const READY = { conditions: [{ type: 'Ready', status: 'True' }] };
const named = (name: string, namespace: string, rest: object) => ({ metadata: { name, namespace }, ...rest });
const CSV = 'servicemeshoperator.v2.6.5';

/** What the lists of a healthy cluster contain, by the resource. */
const ITEMS: { readonly [plural: string]: readonly [string, object | undefined] } = {
  subscriptions: [
    'Subscription',
    named('servicemeshoperator', 'openshift-operators', { status: { installedCSV: CSV } }),
  ],
  clusterserviceversions: [
    'ClusterServiceVersion',
    named(CSV, 'openshift-operators', { status: { phase: 'Succeeded' } }),
  ],
  servicemeshcontrolplanes: ['ServiceMeshControlPlane', named('west', 'west', { status: READY })],
  servicemeshmemberrolls: [
    'ServiceMeshMemberRoll',
    named('default', 'west', { spec: { members: ['shop'] }, status: READY }),
  ],
  pods: [
    'Pod',
    { metadata: { name: 'istiod-1', namespace: 'west', labels: { app: 'istiod' } }, status: { phase: 'Running' } },
  ],
  servicemeshpeers: ['ServiceMeshPeer', undefined],
  exportedservicesets: ['ExportedServiceSet', undefined],
  importedservicesets: ['ImportedServiceSet', undefined],
  services: ['Service', undefined],
};

/** What an API does with requests. */
interface Behavior {
  /** The milliseconds before each answer. */
  readonly delay?: number;
  /** The status and headers, given the number of earlier requests; a list of objects if undefined. */
  readonly refuse?: (before: number) => { readonly status: number; readonly headers: object } | undefined;
  /** The resources whose lists are empty. */
  readonly empty?: Set<string>;
}

/** The API of a healthy cluster, with what is wrong with it, and the paths that were requested. */
async function serve({ delay = 0, refuse, empty }: Behavior) {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '';
    const before = requests.push(path) - 1;
    setTimeout(() => {
      const refused = refuse?.(before);
      const [, plural = ''] = /([^/?]+)\?/.exec(path) ?? [];
      const [kind, item] = ITEMS[plural] ?? [];
      const items = item === undefined || empty?.has(plural) ? [] : [item];
      const body = kind === undefined ? { kind: 'Status' } : { kind: `${kind}List`, items };
      response.writeHead(refused?.status ?? (kind === undefined ? 404 : 200), { ...refused?.headers });
      response.end(JSON.stringify(body));
    }, delay);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { requests, stop, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Starts a command line against an API, and gives what it does to a function. */
async function against(
  behavior: Behavior,
  args: readonly string[],
  use: (started: ReturnType<BuiltCommand['start']>, requests: readonly string[]) => Promise<void>,
): Promise<void> {
  const api = await serve(behavior);
  const files = { 'federation.yaml': TOPOLOGY, config: kubeconfig({ west: { server: api.url } }) };
  await inDirectoryFor(files, async (directory) => {
    const started = command.start(args, directory, { KUBECONFIG: join(directory, 'config') });
    await use(started, api.requests).finally(() => started.child.kill('SIGKILL'));
  });
  api.stop();
}

const STATUS = ['status', '--allow-insecure'];

test('a healthy cluster is read with progress, and a warning about its connection', () =>
  against({}, STATUS, async ({ ended }) => {
    const { code, stdout, stderr } = await ended;
    expect([code, stdout]).toEqual([0, expect.stringMatching(/: all healthy\n$/)]);
    expect(stderr).toMatch(/^west: (\d+) of \1 read\nwest: warning GET014: cluster "west" was read over an insecure/);
  }));

test('an insecure connection that is not allowed is not used, and named with what to do', () =>
  against({}, ['status', '--format', 'json'], async ({ ended }, requests) => {
    const { code, stdout } = await ended;
    const [problem] = (JSON.parse(stdout) as StatusReport).problems;
    expect([code, requests]).toEqual([3, []]);
    expect(problem).toMatchObject({
      code: 'STA001',
      message: expect.stringMatching(/insecure connection: .* \(GET014\)$/),
      fix: expect.stringMatching(/or allow it with "--allow-insecure"$/),
    });
  }));

test('an API that throttles is asked again after the time that it says', () =>
  against(
    { refuse: (before) => (before === 0 ? { status: 429, headers: { 'retry-after': '1' } } : undefined) },
    STATUS,
    async ({ ended }) => {
      const { code, stderr } = await ended;
      expect(code).toBe(0);
      expect(stderr).toContain('waiting up to 30s for cluster "west" (API unavailable)\n');
    },
  ));

test('an API that throttles without an end is given up, with clear words', () =>
  against({ refuse: () => ({ status: 429, headers: {} }) }, STATUS, async ({ ended }, requests) => {
    const { code, stdout } = await ended;
    expect([code, requests.length]).toEqual([3, 1]);
    expect(stdout).toContain(
      'unknown STA001: cluster "west" could not be read: HTTP status 429 (GET010)\n  fix: check the API server, or try again later\n',
    );
  }));

test('an API that needs 5 s for each answer is read in bounded time', () => {
  const started = Date.now();
  return against({ delay: 5000 }, STATUS, async ({ ended }) => {
    expect((await ended).code).toBe(0);
    expect(Date.now() - started).toBeLessThan(60_000);
  });
});

test('--watch prints the report, then what changes, and ends by Ctrl-C with the last exit code', async () => {
  const empty = new Set<string>();
  await against({ empty }, [...STATUS, '--watch'], async ({ child, ended }) => {
    let text = '';
    const said = (part: string) =>
      new Promise<void>((resolve) => {
        child.stdout?.on('data', () => text.includes(part) && resolve());
      });
    child.stdout?.on('data', (data: Buffer) => {
      text += data.toString();
    });
    await said('all healthy');
    empty.add('pods');
    await said('west: control plane west: healthy -> degraded (STA013): no istiod of "west" runs');
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect([code, stdout.split('\n').length]).toEqual([1, 6]);
  });
});

test('gather names what it wrote, and a cluster that it could not read', () =>
  against(
    { refuse: () => ({ status: 401, headers: {} }) },
    ['gather', '--allow-insecure', '-o', 'd.json'],
    async ({ ended }) => {
      const { code, stdout, stderr } = await ended;
      expect([code, stdout]).toEqual([3, 'd.json: 0 objects of 0 clusters\n']);
      expect(stderr).toContain('log in again for the context "west"');
    },
  ));

test.each([
  [['status', '--timeout', '1m'], /"--timeout" requires "--wait"/],
  [['status', '--watch', '--format', 'json'], /"--watch" requires "--format text"/],
  [['status', '--watch', '--wait'], /cannot be used with option/],
  [['status', '--from', 'd', '--wait'], /cannot be used with option/],
  [['status', '--subject', 'User:ann'], /"--subject" requires "--print-rbac"/],
  [['gather'], /required option '-o, --output <dump>' not specified/],
  [['gather', '--print-rbac', '-o', 'd'], /cannot be used with option/],
])('%j is invalid usage', (args, message) => {
  const { code, stderr } = runCommand(args);
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
});

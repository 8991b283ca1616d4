import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { FlowPlace } from './flow-place';
import { Fetcher } from './flow-rights';
import { Controllers, removeNamespaces } from './harness/controllers';
import { startedFleet } from './harness/fleet';
import { SlowProxy, type Treatment } from './harness/slow-proxy';
import type { ClusterName } from './harness/state';

/** One mesh on each of two clusters; the names are those of no other test file. */
const TOPOLOGY = `clusters:
  rosa: {}
  aro: {}
meshes:
  here: { cluster: rosa, members: [here-apps], createNamespaces: true }
  there: { cluster: aro, members: [there-apps], createNamespaces: true }
peerings:
  - between: [here, there]
`;
const NAMES: readonly ClusterName[] = ['rosa', 'aro'];
const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace' };
const TO_NAMESPACES = ['up', '--cluster', 'aro', '--to', 'namespaces'];

const fleet = startedFleet();
const place = new FlowPlace(fleet, fleet.builtCommand(), TOPOLOGY);
const fetcher = new Fetcher(fleet);

jest.setTimeout(300_000);

async function clear(): Promise<void> {
  const namespaces = ['here', 'here-apps', 'there', 'there-apps', 'ossm-fed'];
  await Promise.all(NAMES.map((cluster) => fleet.empty(cluster)));
  await Promise.all(NAMES.map((cluster) => removeNamespaces(fleet, cluster, namespaces)));
}

beforeEach(clear);
afterAll(async () => {
  await fetcher.forbidAll();
  await clear();
});

/** Runs the command with aro behind a proxy; returns how it ended and how many seconds that took. */
async function behindProxy(treat: (count: number) => Treatment, args: readonly string[]) {
  const proxy = new SlowProxy(fleet.cluster('aro'), treat);
  await proxy.listen();
  const credentials = { kind: 'token', token: fleet.tokens.admin } as const;
  const kubeconfig = fleet.writeKubeconfig([{ ...fleet.context('aro', credentials), server: proxy.url }]);
  const started = Date.now();
  try {
    const ended = await place.run(args, kubeconfig);
    return { ...ended, seconds: (Date.now() - started) / 1000, requests: proxy.requests };
  } finally {
    await proxy.stop();
  }
}

describe('up, where an API', () => {
  test('takes 5 s for each answer, waits for each and says what it does', async () => {
    const args = [...TO_NAMESPACES, '--dry-run'];
    const { code, stderr, stdout, seconds, requests } = await behindProxy(() => ({ delay: 5000 }), args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('error') });
    expect(stdout).toContain('aro: Namespace there-apps would be created\n');
    expect(seconds).toBeGreaterThan(5);
    // Some are under way at the same time.
    expect(seconds).toBeLessThan(5 * requests.length + 10);
  });

  test('has too many requests, asks again after the time that it says', async () => {
    const { code, stderr, seconds, requests } = await behindProxy(
      (count) => (count % 4 === 1 && count < 10 ? { retryAfter: 1 } : {}),
      [...TO_NAMESPACES, '--timeout', '2m'],
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('error') });
    expect(seconds).toBeGreaterThan(2);
    expect(requests.length).toBeGreaterThan(4);
    expect(await fleet.api('aro').get(NAMESPACE, 'there-apps')).toBeDefined();
  });
});

describe('up and down, where a user', () => {
  test('may only read, name each missing permission and write nothing', async () => {
    const rules = [{ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list'] }];
    const subjects = [{ kind: 'User', name: 'fetcher', apiGroup: 'rbac.authorization.k8s.io' }];
    const roleRef = { kind: 'ClusterRole', name: 'up-reader', apiGroup: 'rbac.authorization.k8s.io' };
    const rbac = 'rbac.authorization.k8s.io/v1';
    const objects = [
      { apiVersion: rbac, kind: 'ClusterRole', metadata: { name: 'up-reader' }, rules },
      { apiVersion: rbac, kind: 'ClusterRoleBinding', metadata: { name: 'up-reader' }, roleRef, subjects },
    ];
    await fetcher.allow('rosa', objects.map((object) => stringify(object)).join('---\n'));
    await fetcher.until('rosa', '/api/v1/namespaces/kube-system', 200);
    const before = await fleet.api('rosa').list(NAMESPACE);
    const { code, stderr } = await place.run(['up', '--cluster', 'rosa', '--timeout', '1m'], fetcher.kubeconfig);
    expect({ code, stderr }).toMatchObject({ code: 1 });
    expect(stderr).toMatch(
      /error UP005: cannot apply \w+ \S+ on cluster "rosa": forbidden \(403\)\n {2}fix: let an administrator/,
    );
    expect((await fleet.api('rosa').list(NAMESPACE)).map(({ metadata }) => metadata.uid)).toEqual(
      before.map(({ metadata }) => metadata.uid),
    );
    await fetcher.forbidAll();
  });

  test('has what --print-rbac prints, apply everything and delete it', async () => {
    const allow = async (command: 'up' | 'down') => {
      for (const cluster of NAMES) {
        const line = `${command} --print-rbac --subject User:fetcher --cluster ${cluster}`;
        const { code, stdout, stderr } = await place.ossmFed(line);
        expect([code, stderr]).toEqual([0, '']);
        const [, names = ''] = /^# These namespaces must exist before the roles: (.*)\n/.exec(stdout) ?? [];
        const namespaces = names.split(', ').map((name) => ({ ...NAMESPACE, metadata: { name } }));
        for (const namespace of namespaces) await fleet.api(cluster).apply(namespace);
        await fetcher.allow(cluster, stdout);
        await fetcher.until(cluster, '/api/v1/namespaces/kube-system', 200);
      }
      // Rights take a moment to hold, those of the last objects too.
      await sleep(1000);
    };
    const controllers = new Controllers(fleet, NAMES);
    try {
      await allow('up');
      const up = await place.run(['up', '--to', 'federation', '--timeout', '3m'], fetcher.kubeconfig);
      expect(up).toMatchObject({ code: 0 });
      expect(up.stdout).toContain('aro: ServiceMeshPeer there/here created\n');
      await fetcher.forbidAll();
      await allow('down');
      const down = await place.run(['down', '--yes', '--timeout', '3m'], fetcher.kubeconfig);
      expect(down).toEqual({ code: 0, stdout: expect.stringMatching(/deleted\n/), stderr: expect.any(String) });
    } finally {
      await controllers.stop();
    }
  });
});

test('up names the object that an admission webhook rejects, and the stages after it are not applied', async () => {
  const name = 'rejecting.ossm-fed.test';
  const { ca } = fleet.cluster('rosa');
  const cert = readFileSync(ca);
  const server = createServer({ cert, key: readFileSync(ca.replace(/\.crt$/, '.key')) }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const review = JSON.parse(Buffer.concat(chunks).toString()) as { readonly request: { readonly uid: string } };
      const status = { code: 403, message: 'no control planes here' };
      const answer = { uid: review.request.uid, allowed: false, status };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: answer }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const webhook = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name },
    webhooks: [
      {
        name,
        clientConfig: { url: `https://127.0.0.1:${port}/`, caBundle: cert.toString('base64') },
        rules: [
          { apiGroups: ['maistra.io'], apiVersions: ['*'], operations: ['*'], resources: ['servicemeshcontrolplanes'] },
        ],
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
        timeoutSeconds: 5,
      },
    ],
  };
  await fleet.api('rosa').apply(webhook);
  const controllers = new Controllers(fleet, NAMES);
  try {
    // The API server takes a moment until it calls the webhook.
    await sleep(1500);
    const { code, stderr } = await place.ossmFed('up --timeout 30s');
    expect({ code, stderr }).toMatchObject({ code: 1 });
    expect(stderr).toMatch(
      /error UP004: cannot apply ServiceMeshControlPlane here\/here on cluster "rosa": the admission webhook "rejecting/,
    );
    expect(stderr).toContain('error UP007: ServiceMeshPeer there/here on cluster "aro" was not applied');
  } finally {
    await fleet.api('rosa').remove(webhook);
    await controllers.stop();
    server.closeAllConnections();
    server.close();
  }
});

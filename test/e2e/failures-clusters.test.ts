import { writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { FakeApi } from '../helpers/fake-api';
import { kubeconfig as fakeKubeconfig } from '../helpers/kubeconfig';
import { startedFleet } from './harness/fleet';
import { Forwarder } from './harness/forwarder';
import { RenewedMeshes } from './harness/renewed';
import { serviceAccountToken } from './harness/service-account';

const fleet = startedFleet();
const fixture = new RenewedMeshes(fleet, 'cut');
beforeAll(() => fixture.make());

const CHECK = 'check the network, VPN, proxy and whether the cluster is running; or wait with "--wait"';

/** What is told of a cluster that cannot be read at all. */
function problem(cluster: string, code: string, reason: string, fix: string): string {
  const what = `cannot read cluster "${cluster}" (mesh "cut-${cluster}"): ${reason}`;
  return `${cluster}/cut-${cluster}: error ${code}: ${what}\n  fix: ${fix}\n`;
}

describe('a cluster that cannot be reached', () => {
  test('as nothing listens', async () => {
    const told = await fixture.fetch(fixture.kubeconfig({ aro: { server: 'https://127.0.0.1:1' } }));
    expect(told.problems).toBe(problem('aro', 'GET004', '127.0.0.1:PORT refuses connections', CHECK));
    expect(told.results).toMatch(/\nfederation\.lock\.yaml: 5 of 7 facts read from 3 clusters, 7 changes written\n/);
    fixture.expectKept(told, { aro: 'all' });
  });

  test('as its API server, or whatever else takes connections, says nothing', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { readonly port: number };
    const config = fixture.kubeconfig({ rog: { server: `https://127.0.0.1:${port}` } });
    const told = await fleet.whileHanging('aro', () => fixture.fetch(config));
    for (const socket of sockets) socket.destroy();
    silent.close();
    const reason = 'no complete response from 127.0.0.1:PORT within 15 s';
    expect(told.problems).toBe(problem('aro', 'GET005', reason, CHECK) + problem('rog', 'GET005', reason, CHECK));
    fixture.expectKept(told, { aro: 'all', rog: 'all' });
  });

  test('until it can, where that is waited for', async () => {
    const before = new Forwarder(fleet.cluster('aro').url);
    await before.listen();
    const { url } = before;
    await before.stop();
    const place = fixture.place();
    const { child, ended } = place.start(['fetch', '--wait'], fixture.kubeconfig({ aro: { server: url } }));
    const back = new Forwarder(fleet.cluster('aro').url);
    child.stderr?.on('data', (data: Buffer) => {
      if (data.includes('waiting up to') && !back.isListening) void back.listen(Number(new URL(url).port));
    });
    const { code, stderr } = await ended;
    await back.stop();
    expect(stderr).toContain(
      'waiting up to 10m for root certificates of mesh "cut-aro" on cluster "aro" (unreachable)',
    );
    expect([code, place.lock()]).toEqual([0, fixture.lockWith({})]);
  });

  test('as what answers shows a page', async () => {
    const body = '<!doctype html><title>Log in</title>';
    const portal = await FakeApi.start({ '*': { headers: { 'content-type': 'text/html' }, body } });
    const own = join(fleet.newDirectory(), 'portal');
    writeFileSync(own, fakeKubeconfig({ aro: { server: portal.url } }));
    const kubeconfig = `${own}:${fixture.kubeconfig({ aro: 'absent' })}`;
    const refused = await fixture.fetch(kubeconfig);
    expect(refused.problems).toContain('error GET014: cannot read cluster "aro"');
    const told = await fixture.fetch(kubeconfig, undefined, ['--allow-insecure']);
    await portal.stop();
    const reason = 'the response is not from a Kubernetes API: not an object';
    const fix = 'fix the server or the proxy of the context, then try "kubectl --context aro version"';
    expect(told.problems).toMatch(
      /^aro: warning GET014: cluster "aro" was read over an insecure connection[^\n]+\n {2}fix: [^\n]+\n/,
    );
    expect(told.problems).toContain(problem('aro', 'GET011', reason, fix));
    fixture.expectKept(told, { aro: 'all' }, ['<title>Log in']);
  });
});

describe('a user', () => {
  const reason = 'unauthorized (401): the credentials are invalid or have expired';
  const fix = 'log in again for the context "aro", such as with "oc login"';

  test('whose token nobody knows is told to log in', async () => {
    const token = 'sha256~nobody-knows-this-token';
    const told = await fixture.fetch(fixture.kubeconfig({ aro: { credentials: { kind: 'token', token } } }));
    expect(told.problems).toBe(problem('aro', 'GET007', reason, fix));
    fixture.expectKept(told, { aro: 'all' }, [token]);
  });

  test('whose token has expired is told to log in', async () => {
    const tokenUntil = (seconds: number) => serviceAccountToken(fleet, 'aro', 'cut-aro', seconds);
    const now = Math.floor(Date.now() / 1000);
    const [token, valid] = [await tokenUntil(now - 60), await tokenUntil(now + 600)];
    // The same token before its end is known to the server; its user just may nothing.
    expect((await fleet.api('aro', valid).send('GET', '/api/v1/nodes')).status).toBe(403);
    const told = await fixture.fetch(fixture.kubeconfig({ aro: { credentials: { kind: 'token', token } } }));
    expect(told.problems).toBe(problem('aro', 'GET007', reason, fix));
    fixture.expectKept(told, { aro: 'all' }, [token]);
  });

  test('without permissions is told which', async () => {
    const credentials = { kind: 'token', token: fleet.tokens.nobody } as const;
    const config = fixture.kubeconfig({ aro: { credentials } });
    const told = await fixture.fetch(config);
    const fix =
      '  fix: let an administrator apply the output of "ossm-fed fetch --print-rbac --cluster aro", ' +
      'with your user or group as --subject\n';
    const identity =
      'aro: warning UP002: the identity of cluster "aro" is not checked: the user may not get the namespace kube-system\n';
    const forbidden = (kind: string, name: string) =>
      `aro/${kind}/cut-aro/${name}: error GET008: cannot read ${kind} "${name}" in namespace "cut-aro" ` +
      `(mesh "cut-aro"): forbidden (403)\n${fix}`;
    const objects = forbidden('ConfigMap', 'istio-ca-root-cert') + forbidden('Service', 'cut-rosa-ingress');
    expect(told.problems).toBe(identity + fix + objects);
    fixture.expectKept(told, { aro: 'all' });
  });
});

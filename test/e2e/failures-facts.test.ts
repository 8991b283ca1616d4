import type { KubeObject } from '../helpers/synthesize';
import { makeCertificate, makeKey } from './harness/certificates';
import { startedFleet } from './harness/fleet';
import { secretLines, type Told } from './harness/place';
import { RenewedMeshes } from './harness/renewed';
import { newRoot, publishRoot } from './harness/stand-in';

const fleet = startedFleet();
const fixture = new RenewedMeshes(fleet, 'odd');
beforeAll(() => fixture.make());
afterEach(() => fixture.meshes.mend('aro'));

const DAY = 86_400_000;
const OF_MESH = 'in namespace "odd-aro" (mesh "odd-aro")';
const SOURCE = 'key "root-cert.pem" of ConfigMap "istio-ca-root-cert" in namespace "odd-aro"';

const day = (date: Date) => date.toISOString().slice(0, 10);

/** What is told while the mesh on aro shows a text as its root certificate. */
async function fetchWhileShowing(pem: string): Promise<Told> {
  await publishRoot(fleet, 'aro', 'odd-aro', pem);
  return fixture.fetch(fixture.kubeconfig());
}

/** What is told while an object of the mesh on aro is another one. */
async function fetchWhile(object: object, part: 'object' | 'status'): Promise<Told> {
  await fleet.api('aro').apply({ apiVersion: 'v1', ...object } as KubeObject, part);
  return fixture.fetch(fixture.kubeconfig());
}

describe('a ConfigMap', () => {
  const notYet = (what: string) =>
    'aro/ConfigMap/odd-aro/istio-ca-root-cert: error GET012: cannot read ConfigMap ' +
    `"istio-ca-root-cert" ${OF_MESH}: key "root-cert.pem" is ${what}\n` +
    '  fix: wait until the control plane is ready; or wait with "--wait"\n';

  test('with an empty certificate is told, and the address of its mesh is fetched', async () => {
    const told = await fetchWhileShowing('');
    expect(told.problems).toBe(notYet('empty'));
    fixture.expectKept(told, { aro: 'roots' });
  });

  test('without the key is told', async () => {
    const metadata = { name: 'istio-ca-root-cert', namespace: 'odd-aro' };
    await fleet.api('aro').remove({ apiVersion: 'v1', kind: 'ConfigMap', metadata });
    const told = await fetchWhile({ kind: 'ConfigMap', metadata, data: { 'ca.crt': 'something else' } }, 'object');
    expect(told.problems).toBe(notYet('missing'));
    fixture.expectKept(told, { aro: 'roots' });
  });
});

describe('a text in place of a root certificate', () => {
  const unusable = (why: string) =>
    'federation.yaml:7:12: error LCK020: the root certificate published by mesh "odd-aro" is invalid: ' +
    `${why}\n  fix: check ${SOURCE} and what else writes to it\n`;

  test('that is an HTML page is told as one, and not repeated', async () => {
    const told = await fetchWhileShowing('<!doctype html>\n<title>Please log in</title>\n');
    const page = 'the text is an HTML page instead of a certificate, such as the answer of a proxy or a login page';
    expect(told.problems).toBe(unusable(page));
    fixture.expectKept(told, { aro: 'roots' }, ['Please log in']);
  });

  test('that is the certificate of no CA is told', async () => {
    const { certificate } = makeCertificate({ organization: 'odd-aro.local', ca: false });
    const told = await fetchWhileShowing(certificate);
    expect(told.problems).toBe(unusable('the certificate of "O=odd-aro.local" is not a CA certificate'));
    fixture.expectKept(told, { aro: 'roots' });
  });

  test.each(['before', 'behind', 'instead'])(
    'that has a private key %s is refused, and the key is nowhere',
    async (where) => {
      const key = makeKey();
      const root = fixture.meshes.root('aro');
      const texts: { readonly [where: string]: string } = { before: key + root, behind: root + key, instead: key };
      const told = await fetchWhileShowing(texts[where] ?? '');
      expect(told.problems).toBe(
        'federation.yaml:7:12: error LCK021: mesh "odd-aro" publishes a private key with its root certificate; ' +
          `nothing was written to the lock\n  fix: remove the key from ${SOURCE} and replace it in the mesh, ` +
          'because it is compromised\n',
      );
      fixture.expectKept(told, { aro: 'roots' }, secretLines(key));
      expect(told.everything).not.toMatch(/BEGIN [A-Z ]*PRIVATE KEY/);
    },
  );
});

describe('a root certificate', () => {
  test('that has expired is refused', async () => {
    const notAfter = new Date(Date.now() - DAY);
    const told = await fetchWhileShowing(newRoot('odd-aro.local', { notBefore: new Date('2024-01-01'), notAfter }));
    expect(told.problems).toBe(
      `federation.yaml:7:12: error LCK022: the root certificate of mesh "odd-aro" expired on ${day(notAfter)}\n` +
        '  fix: rotate the root certificate of the mesh, then run "ossm-fed fetch" again\n',
    );
    fixture.expectKept(told, { aro: 'roots' });
  });

  test('that expires in ten days is taken with a warning', async () => {
    const notAfter = new Date(Date.now() + 10 * DAY + DAY / 2);
    const soon = newRoot('odd-aro.local', { notAfter });
    const told = await fetchWhileShowing(soon);
    expect(told.problems.replace(/([0-9A-F]{2}:){8}…/, 'F')).toBe(
      'federation.yaml:7:12: warning LCK023: root certificate F of mesh "odd-aro" expires on ' +
        `${day(notAfter)}, in 10 days\n` +
        '  fix: rotate it now; peers trust both certificates until "ossm-fed fetch --drop-old"\n',
    );
    expect([told.code, told.lock.meshes['odd-aro']?.roots[0]?.pem]).toEqual([0, soon]);
  });
});

describe('a load balancer', () => {
  const metadata = { name: 'odd-rosa-ingress', namespace: 'odd-aro' };
  const place = 'aro/Service/odd-aro/odd-rosa-ingress';
  const service = `cannot read Service "odd-rosa-ingress" ${OF_MESH}`;

  test.each<readonly [string, object]>([
    ['null for addresses', { loadBalancer: { ingress: null } }],
    ['an address without a name or a number', { loadBalancer: { ingress: [{ hostname: null, ip: null }] } }],
    ['no status', { loadBalancer: null }],
  ])('with %s is told, and the root of its mesh is fetched', async (_, status) => {
    const told = await fetchWhile({ kind: 'Service', metadata, status }, 'status');
    expect(told.problems).toBe(
      `${place}: error GET012: ${service}: its load balancer has no address yet\n` +
        '  fix: wait for the load balancer, and check the events of the Service if it is not provisioned; ' +
        'or wait with "--wait"\n',
    );
    fixture.expectKept(told, { aro: 'gateways' });
  });

  test('that is none is told', async () => {
    const ports = [
      { name: 'tls', port: 15443 },
      { name: 'https-discovery', port: 8188 },
    ];
    const spec = { type: 'ClusterIP', selector: { app: 'odd' }, ports };
    const told = await fetchWhile({ kind: 'Service', metadata, spec }, 'object');
    await fleet
      .api('aro')
      .apply({ apiVersion: 'v1', kind: 'Service', metadata, spec: { ...spec, type: 'LoadBalancer' } });
    expect(told.problems).toBe(
      `${place}: error GET013: ${service}: its type is ClusterIP instead of LoadBalancer\n` +
        '  fix: apply "20-mesh" of aro, or write "type", "ports" or "addresses" of the ingress in the topology\n',
    );
    fixture.expectKept(told, { aro: 'gateways' });
  });
});

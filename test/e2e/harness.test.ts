import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { ROOT } from '../helpers/examples';
import { startedFleet } from './harness/fleet';
import { giveAddress, makeNodes, newRoot, publishRoot, runControllers } from './harness/stand-in';
import { CLUSTERS, type ClusterName } from './harness/state';

const fleet = startedFleet();
const SERVICE = { apiVersion: 'v1', kind: 'Service' };
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };
const NAMESPACES = { rosa: 'rosa-prod-mesh', aro: 'aro-stg-mesh', rog: 'gcp-dev-mesh' };

/** What an API server makes for itself. */
const OF_THE_SERVER = /^(service\/kubernetes|configmap\/(extension-apiserver-authentication|kube-apiserver-.*))$/;

async function rootIn(cluster: ClusterName, namespace: string): Promise<string> {
  const found = await fleet.api(cluster).get(CONFIG_MAP, 'istio-ca-root-cert', namespace);
  const data = found?.data as { readonly [key: string]: string } | undefined;
  return data?.['root-cert.pem'] ?? '';
}

describe('who may what', () => {
  const kinds = ['get', 'configmaps', '-n', 'default', '-o', 'name'];

  test.each(CLUSTERS)('the kubeconfig lets one read %s', async (cluster) => {
    expect(await fleet.kubectl(cluster, kinds)).toMatchObject({ code: 0, stderr: '' });
  });

  test('a user without rights is refused, and one whom nobody knows too', async () => {
    const path = '/api/v1/namespaces/default/configmaps';
    expect((await fleet.api('rosa', fleet.tokens.nobody).send('GET', path)).status).toBe(403);
    expect((await fleet.api('rosa', 'expired').send('GET', path)).status).toBe(401);
  });

  test('a client certificate does', async () => {
    const kubeconfig = fleet.writeKubeconfig([fleet.context('rog', fleet.clientCertificate)]);
    expect(await fleet.kubectl('rog', kinds, kubeconfig)).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('the stand-in, after the first stages of dist/', () => {
  beforeAll(async () => {
    for (const cluster of CLUSTERS) {
      await fleet.empty(cluster);
      const stages = ['00-namespaces', '10-operators', '20-mesh'].map((stage) => join(ROOT, 'dist', cluster, stage));
      expect(await fleet.apply(cluster, ...stages)).toMatchObject({ code: 0, stderr: '' });
      await runControllers(fleet, cluster);
    }
  });

  test.each(CLUSTERS)('publishes a root certificate on %s whose subject is the trust domain', async (cluster) => {
    const namespace = NAMESPACES[cluster];
    const root = new X509Certificate(await rootIn(cluster, namespace));
    expect(root).toMatchObject({ ca: true, subject: `O=${namespace}.local` });
    expect(root.verify(root.publicKey)).toBe(true);
  });

  test('publishes it in the members too', async () => {
    expect(await rootIn('rosa', 'prod-bookinfo')).toBe(await rootIn('rosa', 'rosa-prod-mesh'));
  });

  test('gives load balancers a host name on AWS, and an IP address elsewhere', async () => {
    const ingress = async (cluster: ClusterName, name: string) =>
      (await fleet.api(cluster).get(SERVICE, name, NAMESPACES[cluster]))?.status;
    const hostname = expect.stringMatching(/^balancer-\d\.elb\./);
    expect(await ingress('rosa', 'aro-stg-ingress')).toMatchObject({ loadBalancer: { ingress: [{ hostname }] } });
    const ip = expect.stringMatching(/^198\.51\.100\.\d$/);
    expect(await ingress('aro', 'rosa-prod-ingress')).toMatchObject({ loadBalancer: { ingress: [{ ip }] } });
  });

  test('reports control planes ready, as "kubectl wait" sees it', async () => {
    const args = ['wait', '--for=condition=Ready', '--timeout=1s', 'smcp', '--all', '-n', 'rosa-prod-mesh'];
    expect(await fleet.kubectl('rosa', args)).toMatchObject({ code: 0, stderr: '' });
  });

  test('changes nothing when it runs again', async () => {
    const read = async () => (await fleet.kubectl('rosa', ['get', 'cm,svc,smcp,smmr', '-A', '-o', 'json'])).stdout;
    const before = await read();
    await runControllers(fleet, 'rosa');
    expect(await read()).toBe(before);
  });
});

describe('emptying a cluster', () => {
  test('removes what was applied, and lets it be applied again', async () => {
    const directory = join(ROOT, 'dist', 'rog');
    expect(await fleet.apply('rog', directory)).toMatchObject({ code: 0, stderr: '' });
    await runControllers(fleet, 'rog');
    await fleet.empty('rog');
    const kinds = 'smcp,smmr,cm,svc,deploy,subscriptions.operators.coreos.com';
    const left = await fleet.kubectl('rog', ['get', kinds, '-A', '-o', 'name']);
    expect(left.stdout.split('\n').filter((line) => !OF_THE_SERVER.test(line))).toEqual(['']);
    expect(await fleet.apply('rog', directory)).toMatchObject({ code: 0, stderr: '' });
    await fleet.empty('rog');
  });
});

describe('the parts of the stand-in', () => {
  const namespace = 'stand-in';

  beforeAll(async () => {
    await fleet.api('rog').apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  });

  test('publish whatever is to stand for a root certificate', async () => {
    const notAfter = new Date('2024-01-02T00:00:00Z');
    const expired = newRoot('cluster.local', { notBefore: new Date('2024-01-01T00:00:00Z'), notAfter });
    await publishRoot(fleet, 'rog', namespace, expired);
    expect(new X509Certificate(await rootIn('rog', namespace)).validTo).toBe('Jan  2 00:00:00 2024 GMT');
    await publishRoot(fleet, 'rog', namespace, '');
    expect(await rootIn('rog', namespace)).toBe('');
  });

  test('take an address away again', async () => {
    const service = { namespace, name: 'balanced' };
    const spec = { type: 'LoadBalancer', ports: [{ port: 8188 }] };
    const api = fleet.api('rog');
    await api.apply({ ...SERVICE, metadata: service, spec });
    await giveAddress(fleet, 'rog', service, [{ ip: '203.0.113.99' }]);
    expect((await api.get(SERVICE, service.name, namespace))?.status).toHaveProperty('loadBalancer.ingress');
    await giveAddress(fleet, 'rog', service, []);
    expect((await api.get(SERVICE, service.name, namespace))?.status).toEqual({ loadBalancer: {} });
    await api.remove({ ...SERVICE, metadata: service });
  });

  test('make nodes with addresses', async () => {
    await makeNodes(fleet, 'rog', [{ name: 'worker-1', internal: '192.0.2.11', external: '198.51.100.11' }]);
    const addresses = ['get', 'node', 'worker-1', '-o', 'jsonpath={.status.addresses[*].address}'];
    expect((await fleet.kubectl('rog', addresses)).stdout).toBe('worker-1 192.0.2.11 198.51.100.11');
    await fleet.api('rog').remove({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker-1' } });
  });

  test('let a server hang', async () => {
    const args = ['get', 'namespaces', '--request-timeout=2s'];
    const hanging = await fleet.whileHanging('aro', () => fleet.kubectl('aro', args));
    expect(hanging.code).toBe(1);
    expect(await fleet.kubectl('aro', args)).toMatchObject({ code: 0 });
  });
});

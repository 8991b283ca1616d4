import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { writeFiles } from '../helpers/temporary';
import { FlowPlace, stateOf } from './flow-place';
import { startedFleet } from './harness/fleet';
import type { Credentials } from './harness/kubeconfig';
import { CLUSTERS } from './harness/state';
import { ThreeMeshes } from './harness/three-meshes';

const fleet = startedFleet();
const command = fleet.builtCommand();
const meshes = new ThreeMeshes(fleet, 'known');
const directory = fleet.newDirectory();
const READ = '7 facts read from 3 clusters, 7 changes written\n';

/** A program that gives credentials, and notes each time that it is asked for them and what it is told. */
const PLUGIN = `
const { appendFileSync, readFileSync } = require('node:fs');
const [log, kind, token, certificate, key] = process.argv.slice(2);
const { apiVersion, spec } = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
appendFileSync(log, JSON.stringify({ apiVersion, interactive: spec.interactive }) + '\\n');
const files = () => ({
  clientCertificateData: readFileSync(certificate, 'utf8'),
  clientKeyData: readFileSync(key, 'utf8'),
});
const status = kind === 'token' ? { token: readFileSync(token, 'utf8') } : files();
console.log(JSON.stringify({ apiVersion, kind: 'ExecCredential', status }));
`;

/** What is known of a program's runs. */
const LOG = join(directory, 'log');
const ASKED = `${JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', interactive: false })}\n`;

/** Credentials of somebody who may do everything, from a program that gives a token or a client certificate. */
function byProgram(kind: 'token' | 'certificate'): Credentials {
  if (fleet.clientCertificate.kind !== 'certificate') throw new Error('there is no client certificate');
  const { certificate, key } = fleet.clientCertificate;
  const args = [join(directory, 'plugin.cjs'), LOG, kind, join(directory, 'token'), certificate, key];
  return { kind: 'exec', command: process.execPath, args };
}

const TOKEN: Credentials = { kind: 'token', token: fleet.tokens.admin };

beforeAll(async () => {
  await meshes.make();
  await meshes.renew();
  writeFiles(directory, { 'plugin.cjs': PLUGIN, token: fleet.tokens.admin });
});
beforeEach(() => writeFiles(directory, { log: '' }));

test('several files, a client certificate, a program and a token lead to the clusters, and no file changes', async () => {
  const nowhere = { server: 'https://127.0.0.1:1', credentials: { kind: 'none' } } as const;
  const first = fleet.writeKubeconfig([fleet.context('rosa', fleet.clientCertificate)], 'rog');
  const second = fleet.writeKubeconfig([fleet.context('aro', byProgram('token'))]);
  // The first entry of a name counts, as with kubectl; and the current context is another one in each file.
  const third = fleet.writeKubeconfig([fleet.context('rog', TOKEN), { name: 'rosa', ...nowhere }], 'aro');
  const absent = join(directory, 'absent');
  const files = [first, second, third];
  const before = stateOf(...files);

  const place = new FlowPlace(fleet, command, meshes.topology());
  const kubeconfig = [first, absent, second, third].join(delimiter);
  const { code, stdout, stderr } = await place.run(['fetch'], kubeconfig);
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')]);
  expect(stdout).toContain(READ);
  expect(readFileSync(LOG, 'utf8')).toBe(ASKED);
  expect(stateOf(...files)).toEqual(before);
  expect(existsSync(absent)).toBe(false);
  expect(place.files()).toEqual(['federation.lock.yaml', 'federation.yaml']);

  const other = new FlowPlace(fleet, command, meshes.topology());
  await other.succeed('fetch');
  expect(other.lockText()).toBe(place.lockText());
  const everything = [stdout, stderr, place.allText()].join('\n');
  expect(Object.values(fleet.tokens).filter((token) => everything.includes(token))).toEqual([]);
});

test('a program that gives a client certificate lets one in too', async () => {
  const contexts = CLUSTERS.map((name) => fleet.context(name, name === 'rog' ? byProgram('certificate') : TOKEN));
  const place = new FlowPlace(fleet, command, meshes.topology());
  const { code, stdout } = await place.run(['fetch'], fleet.writeKubeconfig(contexts));
  expect([code, stdout]).toEqual([0, expect.stringContaining(READ)]);
  expect(readFileSync(LOG, 'utf8')).toBe(ASKED);
});

test('a cluster is found by the context that the topology names', async () => {
  const names = { rosa: 'admin@rosa', aro: 'default/api-aro-example-test:6443/kube:admin' };
  const { nobody } = fleet.tokens;
  const contexts = [
    fleet.context('rosa', TOKEN, names.rosa),
    fleet.context('aro', TOKEN, names.aro),
    fleet.context('rog', TOKEN),
    // Who takes these for the clusters of their names is refused.
    fleet.context('rog', { kind: 'token', token: nobody }, 'rosa'),
    fleet.context('rog', { kind: 'token', token: nobody }, 'aro'),
  ];
  const place = new FlowPlace(fleet, command, meshes.topology({ rosa: names.rosa, aro: names.aro }));
  const { code, stdout } = await place.run(['fetch'], fleet.writeKubeconfig(contexts, 'rosa'));
  expect([code, stdout]).toEqual([0, expect.stringContaining(READ)]);
});

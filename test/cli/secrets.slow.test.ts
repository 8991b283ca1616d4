import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { rawRun } from '../helpers/raw-run';
import { type FileTexts, inDirectoryFor } from '../helpers/temporary';
import { BODY, base64, ESCAPED, GOOD, KEY, LINES, leaksIn, ONE_LINE, PASSWORD } from './secret-samples';

jest.setTimeout(120_000);

const peer = (spec: string, metadata = 'name: east, namespace: west') =>
  `{apiVersion: federation.maistra.io/v1, kind: ServiceMeshPeer, metadata: {${metadata}}, spec: {${spec}}}\n`;
const READS = peer('security: {certificateChain: {kind: ConfigMap, name: ca}}, remote: {addresses: [a.example.org]}');
const configMap = (data: string) =>
  `${READS}---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: ca, namespace: west}, data: {${data}}}\n`;
const secret = (rest: string) => `{apiVersion: v1, kind: Secret, ${rest}, metadata: {name: s, namespace: west}}\n`;
const twice = (text: string) => `${text}---\n${text}`;

/** Manifests with a secret, most of them on the line of a finding. */
const MANIFESTS: { readonly [place: string]: string } = {
  'a key as root certificate on one line': configMap(`root-cert.pem: "${ONE_LINE}"`),
  'a key with escaped line breaks': configMap(`root-cert.pem: "${ESCAPED}"`),
  'a key as block': `${READS}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: ca, namespace: west}\ndata:\n  root-cert.pem: |\n    ${LINES.join('\n    ')}\n`,
  'Base64 of a key': configMap(`root-cert.pem: ${base64(KEY)}`),
  'a key without its first line': configMap(`root-cert.pem: ${BODY}`),
  'a key in a list': configMap(`root-cert.pem: ["${ESCAPED}"]`),
  'a key as unknown field': peer(`"${ESCAPED}": 1`),
  'a key as client ID': peer(`security: {clientID: "${ESCAPED}"}`),
  'a key as reason of a suppression': peer('', `name: a, annotations: {ossm-fed.dev/ignore: "${ESCAPED}"}`),
  'the text of a Secret': twice(secret(`stringData: {a: ${PASSWORD}}`)),
  'the data of a Secret': twice(secret(`data: {a: ${base64(PASSWORD)}}`)),
  'a Secret in a List': `{apiVersion: v1, kind: List, items: [${twice(secret(`stringData: {a: ${PASSWORD}}`)).replace('---', ',')}]}`,
  'a Secret as JSON': twice(
    `{"apiVersion":"v1","kind":"Secret","stringData":{"a":"${PASSWORD}"},"metadata":{"name":"s"}}\n`,
  ),
  'a Secret by an anchor': twice(
    `{x: &x {a: ${PASSWORD}}, apiVersion: v1, kind: Secret, data: *x, metadata: {name: s}}\n`,
  ),
  'a Secret in a policy': twice(
    `{apiVersion: x/v1, kind: P, spec: {o: ${secret(`data: {a: ${PASSWORD}}`).trim()}}, metadata: {name: p}}\n`,
  ),
  'the copy of a Secret in an annotation': twice(
    `{apiVersion: v1, kind: Secret, metadata: {annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"data":{"a":"${PASSWORD}"}}'}, name: s}}\n`,
  ),
  'an environment variable': twice(
    `{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, env: [{name: DB_PASSWORD, value: ${PASSWORD}}]}]}, metadata: {name: p}}\n`,
  ),
  'a password in an address': peer(`remote: {addresses: ["https://me:${PASSWORD}@host"]}`),
  'a complex key': `x: &x 1\n? {root-cert.pem: "${ESCAPED}", a: ${PASSWORD}}\n: *x\n---\n${READS}`,
  'a list as key': `x: 1\n? [a, ${PASSWORD}]\n: 1\n---\n${READS}`,
  'a list as field of an object': `{apiVersion: maistra.io/v2, kind: ServiceMeshControlPlane, metadata: {name: a}, spec: {[a, ${PASSWORD}]: 1}}`,
  'an alias': `${READS}---\npassword: *${PASSWORD}\n`,
  'a tag': `${READS}---\npassword: !${PASSWORD} x\n`,
  'a block header': `${READS}---\npassword: |${PASSWORD}\n  x\n`,
  'invalid YAML beside a key': `${READS}---\nkey: "${ESCAPED}" "${ESCAPED}"\n`,
  'invalid YAML in a key': `${READS}---\nkey: |\n      ${LINES.join('\n  ')}\n`,
};

const meshes = (west: string) => `clusters: { west: {}, east: {} }\nmeshes: { west: ${west}, east: {} }\n`;

/** Topologies with a secret. */
const TOPOLOGIES: { readonly [place: string]: string } = {
  'a key as the name of a cluster': `clusters: { "${ESCAPED}": {} }\nmeshes: {}\n`,
  'a key as the cluster of a mesh': meshes(`{ cluster: "${ESCAPED}" }`),
  'a key as an unknown key': meshes(`{ "${ESCAPED}": 1 }`),
  'a key instead of a map': meshes(`"${ESCAPED}"`),
  'a key as the version': meshes(`{ version: "${ONE_LINE}" }`),
  'Base64 of a key as a member': meshes(`{ members: [${base64(KEY)}] }`),
  'a key as the name of a file': meshes(`{ rootCertificate: { file: "${ESCAPED}" } }`),
  'a key as root certificate': meshes(`{ rootCertificate: { pem: "${ESCAPED}" } }`),
  'a password in an address': meshes(`{ ingress: { addresses: ["https://me:${PASSWORD}@host"] } }`),
  'a complex key': `? {a: ${PASSWORD}, b: "${ESCAPED}"}\n: 1\n${GOOD}`,
  'an alias': `password: *${PASSWORD}\n${GOOD}`,
  'a tag': `password: !${PASSWORD} x\n${GOOD}`,
  'invalid YAML beside a key': `${GOOD}a: "${ESCAPED}" "${ESCAPED}"\n`,
};

/** Locks with a secret. */
const LOCKS: { readonly [place: string]: string } = {
  'a key': `version: 1\nroots:\n  west: |\n    ${LINES.join('\n    ')}\n`,
  'a key as a name': JSON.stringify({ version: 1, [KEY]: {} }),
  'Base64 of a key': JSON.stringify({ version: 1, meshes: { [base64(KEY)]: base64(KEY) } }),
  'an alias': `a: *${PASSWORD}\n`,
  'a complex key': `x: &x 1\n? {a: ${PASSWORD}}\n: *x\n`,
};

/** All texts below a directory. */
function textsBelow(directory: string): string {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((path) => join(directory, path));
  return paths.flatMap((path) => (statSync(path).isFile() ? [readFileSync(path, 'utf8')] : [])).join('\n');
}

/** What a command repeats of the secrets: in its output, in warnings of libraries, and in the files that it writes to "out". */
async function leaks(files: FileTexts, args: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  const warnings = jest.spyOn(process, 'emitWarning').mockImplementation((warning) => {
    found.push(`warning: ${warning}`);
  });
  await inDirectoryFor({ 'out/.keep': '', ...files }, async (directory) => {
    const { stdout, stderr } = await rawRun(args.map((arg) => arg.replace('DIR', directory)));
    expect(stdout + stderr).not.toBe('');
    found.push(...leaksIn(stdout + stderr + textsBelow(join(directory, 'out'))));
  });
  warnings.mockRestore();
  return found;
}

describe('lint repeats no secret in any format', () => {
  test.each(Object.entries(MANIFESTS))('of %s', async (_, text) => {
    for (const format of ['text', 'json', 'github', 'sarif']) {
      expect(await leaks({ 'm/a.yaml': text }, ['lint', 'west=DIR/m', '--format', format])).toEqual([]);
    }
  });

  test.each(Object.entries(MANIFESTS))('nor does plan, of %s', async (_, text) => {
    for (const format of ['text', 'json', 'markdown']) {
      const args = ['plan', '--from-dir', 'DIR/m', '-f', 'DIR/t.yaml', '--format', format];
      expect(await leaks({ 't.yaml': GOOD, 'm/west/a.yaml': text }, args)).toEqual([]);
    }
  });

  test('but the rest of the line, with the mark below its place', async () => {
    const text = twice(secret(`stringData: {a: ${PASSWORD}}`));
    await inDirectoryFor({ 'a.yaml': text }, async (directory) => {
      const { stdout } = await rawRun(['lint', `west=${directory}`]);
      const [line = '', mark = ''] = stdout.split('\n').slice(stdout.split('\n').findIndex((one) => / \| /.test(one)));
      expect(line).toMatch(/kind: Secret, stringData: \{a: \[redacted\]\}, metadata: \{name: s, namespace: west\}\}$/);
      expect(line.slice(mark.indexOf('^'))).toBe('s, namespace: west}}');
    });
  });
});

describe('commands with a topology repeat no secret in any format', () => {
  const commands = [
    ['synth', '-o', 'DIR/out'],
    ['inject', '-o', 'DIR/out'],
    ['fetch', '--print-rbac'],
    ['lint', 'west=DIR/out'],
  ];
  test.each(Object.entries(TOPOLOGIES))('of %s', async (_, text) => {
    for (const [name = '', ...rest] of commands) {
      for (const format of ['text', 'json']) {
        const args = [name, ...rest, '-f', 'DIR/t.yaml', '--format', format];
        expect(await leaks({ 't.yaml': text }, args)).toEqual([]);
      }
    }
  });
});

describe('commands with a lock repeat no secret in any format', () => {
  test.each(Object.entries(LOCKS))('of %s', async (_, text) => {
    for (const name of ['synth', 'inject']) {
      for (const format of ['text', 'json']) {
        const args = [name, '-f', 'DIR/t.yaml', '-o', 'DIR/out', '--format', format];
        expect(await leaks({ 't.yaml': GOOD, 't.lock.yaml': text }, args)).toEqual([]);
      }
    }
  });
});

test.each([
  ['an alias', `password: *${PASSWORD}`],
  ['a tag', `password: !${PASSWORD} x`],
  ['two values', `key: "${ESCAPED}" "${ESCAPED}"`],
  ['a complex key', `? {a: ${PASSWORD}}\n: 1`],
  ['no object', `- ${PASSWORD}`],
])('a manifest of a mesh with %s is reported without its text', async (_, text) => {
  const topology = meshes('{ workloads: [{ manifests: app }] }');
  const files = { 't.yaml': topology, 'app/a.yaml': text };
  expect(await leaks(files, ['synth', '-f', 'DIR/t.yaml', '-o', 'DIR/out'])).toEqual([]);
});

test.each([
  ['synth', '-f', `https://me:${PASSWORD}@host/t.yaml`],
  ['synth', `--password=${PASSWORD}`],
  ['explain', `password: ${PASSWORD}`],
])('flags are reported without their secrets: %s %s', async (...args) => {
  expect(await leaks({}, args)).toEqual([]);
});

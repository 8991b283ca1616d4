import { type FactKind, joinKinds } from '../../lib/facts/kind';
import { type Fact, objectOf } from '../../lib/facts/model';
import { getPermission, readText } from '../../lib/facts/sources';
import { makeToken } from '../../lib/facts/token';
import { factsByCluster } from '../../lib/fetch/cluster-facts';
import { unreadIssues } from '../../lib/fetch/problems';
import { plainProgress, SILENT } from '../../lib/fetch/progress';
import { DEFAULT_SUBJECT, rbacText } from '../../lib/fetch/rbac';
import { fetchFacts } from '../../lib/fetch/read-facts';
import { mergeReadings } from '../../lib/lock/merge';
import type { Lock } from '../../lib/lock/model';
import { readLock } from '../../lib/lock/read';
import { lockText } from '../../lib/lock/text';
import { addressFact, addressOf, KINDS, rootFact } from '../helpers/facts';
import { loadBalancer } from '../helpers/fake-api';
import { FakeClock, FakeClusters, failure } from '../helpers/fake-clusters';
import { fillText } from '../helpers/fill-text';

/** A third kind of fact: all that the project needs to know of it. */
const HOST_NAME: FactKind<string, string> = {
  name: 'hostname',
  lockKey: 'hostnames',
  isNamed: true,
  places: [{ form: 'scalar' }],
  describe: ({ mesh, name }) => `host name "${name}" of mesh "${mesh}"`,
  read: readText,
  permissions: ({ source }) => [getPermission(objectOf(source))],
  fix: (failed) => (failed === 'pending' ? 'wait for the host name' : 'check the ConfigMap'),
  check: (value, { fact }) =>
    value.includes(' ')
      ? { issues: [{ code: 'LCK030', path: ['meshes', fact.mesh], message: 'it has a blank', fix: 'remove it' }] }
      : { value, issues: [] },
  readLocked: (value, path, check) => check.text(value, path),
  printLocked: (value) => value,
  changes: ({ mesh, name }, before, after) =>
    before === after
      ? []
      : [{ kind: 'hostname-changed', mesh, text: `${mesh}: host name ${name} is ${after ?? 'dropped'}` }],
  fill: (value) => ({ scalar: value }),
};
const ALL = joinKinds([...KINDS, HOST_NAME]);

function hostFact(mesh: string, name: string): Fact {
  const subject = { kind: 'hostname', mesh, name };
  const source = { type: 'ConfigMap', namespace: mesh, name: 'hosts', key: `${name}.host` } as const;
  return { ...subject, token: makeToken(subject), cluster: mesh, context: mesh, stage: '30-hosts', source };
}

const FACT = hostFact('west', 'web');
const NOW = new Date('2026-06-01T12:00:00Z');
const HOSTS = '/api/v1/namespaces/west/configmaps/hosts';

/** A cluster that has the host name, and a gateway. */
function cluster(host: unknown): FakeClusters {
  return new FakeClusters((_, path) => {
    if (path === HOSTS) return { value: { kind: 'ConfigMap', data: { 'web.host': host } } };
    return path.endsWith('/services/in') ? { value: loadBalancer({ ip: '192.0.2.1' }) } : failure('missing');
  });
}

async function fetchAll(clusters: FakeClusters, facts: readonly Fact[], before?: Lock) {
  const options = { connect: clusters.connect, progress: SILENT, clock: new FakeClock() };
  const { readings, unread } = await fetchFacts(factsByCluster(facts), ALL, options);
  const merged = mergeReadings(before, readings, { kinds: ALL, scope: { facts, meshes: {} }, now: NOW, whole: true });
  return { ...merged, unread };
}

test('it is fetched, written to the lock, read again, and injected', async () => {
  const facts = [FACT, addressFact('west', 'in')];
  const { lock, issues, changes, unread } = await fetchAll(cluster('web.west.example.org'), facts);
  expect([issues, unread]).toEqual([[], []]);
  expect(changes.map(({ text }) => text)).toEqual([
    'west: address of gateway in is 192.0.2.1',
    'west: host name web is web.west.example.org',
  ]);
  expect(lock.meshes).toEqual({
    west: { gateways: { in: addressOf(['192.0.2.1']) }, hostnames: { web: 'web.west.example.org' } },
  });
  const text = lockText(lock, ALL);
  expect(text.split('\n').slice(2)).toEqual([
    'version: 2',
    'meshes:',
    '  west:',
    '    roots: []',
    '    gateways:',
    '      in:',
    '        addresses:',
    '          - 192.0.2.1',
    '        ports:',
    '          discovery: 8188',
    '          service: 15443',
    '    hostnames:',
    '      web: web.west.example.org',
    '',
  ]);
  expect(readLock(text, ALL)).toMatchObject({ lock, issues: [] });
  const manifest = `kind: Route\nspec:\n  host: ${FACT.token}\n`;
  expect(fillText(manifest, lock, ALL)).toEqual({
    text: `kind: Route\nspec:\n  host: web.west.example.org # ${FACT.token}\n`,
    slots: [{ token: FACT.token, state: 'filled' }],
    problems: [],
  });
});

test('locks without it, of both format versions, are read as before, and locks with it need it', async () => {
  const without = 'version: 2\nmeshes:\n  west:\n    roots: []\n    gateways: {}\n';
  expect(readLock(without, ALL)).toMatchObject({ lock: { meshes: { west: {} } }, issues: [] });
  expect(readLock(without.replace('version: 2\n', ''), ALL)).toMatchObject({ lock: { meshes: { west: {} } } });
  const { lock } = await fetchAll(cluster('a.example.org'), [FACT]);
  expect(readLock(lockText(lock, ALL), KINDS).issues.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'LCK003 unknown key "hostnames"',
  ]);
});

test('its own check decides what is written', async () => {
  const { lock } = await fetchAll(cluster('a.example.org'), [FACT]);
  const { lock: after, issues, changes } = await fetchAll(cluster('a b'), [FACT], lock);
  expect([after, issues.map(({ message }) => message), changes]).toEqual([lock, ['it has a blank'], []]);
  const invalid = lockText(lock, ALL).replace('a.example.org', '7');
  expect(readLock(invalid, ALL).issues.map(({ message }) => message)).toEqual(['expected a string, found a number']);
});

test('it is dropped where manifests no longer need it', async () => {
  const { lock } = await fetchAll(cluster('a.example.org'), [FACT]);
  const { lock: after, changes } = await fetchAll(cluster('a.example.org'), [], lock);
  expect([after, changes.map(({ text }) => text)]).toEqual([{ meshes: {} }, ['west: host name web is dropped']]);
});

test('what cannot be read is reported in its own words', async () => {
  const { unread } = await fetchAll(cluster(undefined), [FACT]);
  expect(unreadIssues(unread, { kinds: ALL, waited: false })).toEqual([
    {
      code: 'GET012',
      cluster: 'west',
      path: 'west/ConfigMap/west/hosts',
      message: 'cannot read ConfigMap "hosts" in namespace "west" (mesh "west"): key "web.host" is missing',
      fix: 'wait for the host name; or wait with "--wait"',
    },
  ]);
  let line = '';
  plainProgress(ALL, (text) => (line += text)).waiting(unread, 1000);
  expect(line).toBe('waiting up to 1s for host name "web" of mesh "west" on cluster "west" (not ready)\n');
  const { unread: wrong } = await fetchAll(cluster(7), [FACT]);
  expect(unreadIssues(wrong, { kinds: ALL, waited: false }).map(({ fix }) => fix)).toEqual(['check the ConfigMap']);
});

test('the permissions have what it needs', () => {
  const text = rbacText(factsByCluster([FACT, rootFact('west')]), ALL, DEFAULT_SUBJECT);
  expect(text).toContain('resourceNames:\n      - hosts\n      - istio-ca-root-cert\n');
});

test('a fact of a kind that is not known is a bug', async () => {
  const options = { connect: cluster('x').connect, progress: SILENT, clock: new FakeClock() };
  await expect(fetchFacts(factsByCluster([FACT]), KINDS, options)).rejects.toThrow(
    'no kind of fact has the name "hostname"',
  );
  const merge = () =>
    mergeReadings(undefined, [{ fact: FACT, value: 'x' }], {
      kinds: KINDS,
      scope: { facts: [], meshes: {} },
      now: NOW,
    });
  expect(merge).toThrow('no kind of fact has the name "hostname"');
});

describe('joining the kinds of generations', () => {
  test('keeps one of each name, with the places of all', () => {
    const other = {
      ...HOST_NAME,
      places: [{ form: 'block', objectKind: 'ConfigMap', path: ['data', 'host'] }] as const,
    };
    const joined = joinKinds([HOST_NAME, ...KINDS, other]);
    expect(joined.map(({ name }) => name)).toEqual(['hostname', 'root', 'address']);
    expect(joined[0]?.places).toEqual([{ form: 'scalar' }, other.places[0]]);
    expect(joinKinds([])).toEqual([]);
  });
});

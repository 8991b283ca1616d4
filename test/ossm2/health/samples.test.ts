import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { OSSM2_HEALTH_CHECKS } from '../../../lib/ossm2/health/all';
import { runHealthCheck } from '../../helpers/lua';
import type { KubeObject } from '../../helpers/synthesize';

const SAMPLES = join(__dirname, '..', '..', '..', '..', 'shared', 'status-samples');
const hasSamples = existsSync(SAMPLES);
const describeSamples = hasSamples ? describe : describe.skip;

/** The objects of a side in a sample. */
function objectsOf(sample: string, side: string): readonly KubeObject[] {
  const file = join(SAMPLES, sample, `${side}.yaml`);
  if (!existsSync(file)) return [];
  return (parse(readFileSync(file, 'utf8')) as { readonly items: readonly KubeObject[] }).items;
}

/** The newest time in a sample, in milliseconds. */
function newestOf(sample: string): number {
  const texts = JSON.stringify(['west', 'east'].map((side) => objectsOf(sample, side)));
  return Math.max(...[...texts.matchAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g)].map(([time]) => Date.parse(time)));
}

/** The health of all objects of a sample some seconds after its newest time: `side/Kind: status, message`. */
function healthOf(sample: string, after: number): readonly string[] {
  jest.setSystemTime(newestOf(sample) + after * 1000);
  return ['west', 'east'].flatMap((side) =>
    objectsOf(sample, side).map((object) => {
      const check = OSSM2_HEALTH_CHECKS.find(({ kind }) => kind === object.kind);
      const { status, message } = runHealthCheck(check?.lua ?? '', object);
      return `${side} ${object.kind}: ${status}, ${message}`;
    }),
  );
}

/** What is not healthy in a sample after ten seconds and after six minutes, without the service sets. */
const PEERS: { readonly [sample: string]: { readonly soon: readonly RegExp[]; readonly late: readonly RegExp[] } } = {
  healthy: { soon: [], late: [] },
  'address-token-edited': {
    soon: [/^west.*: Degraded, .*placeholder as address/],
    late: [/^west.*: Degraded, .*placeholder as address/],
  },
  forbidden: {
    soon: [/^west.*: Progressing, the peer is not connected/, /^east.*: Progressing, .*\(403\): compare the clientID/],
    late: [/^west.*: Degraded, the peer is not connected/, /^east.*: Degraded, .*\(403\): compare the clientID/],
  },
  'form-otherkey': {
    soon: [/^west.*: Progressing, waiting: istiod has not accepted/, /^east.*: Progressing, .*503 Service/],
    late: [/^west.*: Progressing, waiting: istiod has not accepted/, /^east.*: Degraded, .*503 Service Unavailable/],
  },
  'half-connected-west-only': {
    soon: [/^west.*: Progressing, .*503 Service Unavailable/],
    late: [/^west.*: Degraded, .*503 Service Unavailable.*blocks the control plane/],
  },
  'half-east-cannot-reach-west': {
    soon: [/^west.*: Progressing, the peer is not connected/, /^east.*: Progressing, .*503/],
    late: [/^west.*: Degraded, the peer is not connected/, /^east.*: Degraded, .*503/],
  },
  'own-root': {
    soon: [/^west.*: Progressing, connected but not synchronized/, /^east.*: Progressing, .*503/],
    late: [/^west.*: Degraded, connected but not synchronized/, /^east.*: Degraded, .*503/],
  },
  'peer-ingress-down': {
    // The watch was lost more than five minutes before the newest time.
    soon: [/^west.*: Degraded, .*503/, /^east.*: Degraded, the peer is not connected/],
    late: [/^west.*: Degraded, .*503/, /^east.*: Degraded, the peer is not connected/],
  },
  'smp-named-own-cluster': {
    soon: [/^west.*: Progressing, waiting: istiod has not accepted/],
    late: [/^west.*: Progressing, waiting: istiod has not accepted/],
  },
  'smp-recreated-peer-unknown': {
    soon: [/^west.*: Progressing, the peer is not connected/, /^east.*: Progressing, .*\(400\): restart its istiod/],
    late: [/^west.*: Degraded, the peer is not connected/, /^east.*: Degraded, .*\(400\): restart its istiod/],
  },
  'west-smp-deleted': {
    soon: [/^east.*: Progressing, .*\(403\)/],
    late: [/^east.*: Degraded, .*\(403\)/],
  },
  // What one object does not show: the stored root, the ports of a Service, and rules that changed seconds ago.
  'garbage-pem-running': { soon: [], late: [] },
  'egress-without-15443': { soon: [], late: [] },
  'multi-port-export': { soon: [], late: [] },
  'wrong-requested-network-view': { soon: [], late: [] },
  'clientid-wrong-in-place': { soon: [], late: [] },
};

describeSamples('the health of the peers of a real control plane', () => {
  beforeAll(() => jest.useFakeTimers());
  afterAll(() => jest.useRealTimers());

  const peersOf = (sample: string, after: number) =>
    healthOf(sample, after).filter((line) => line.includes('ServiceMeshPeer') && !line.includes(': Healthy,'));

  test.each(Object.entries(PEERS))('%s', (sample, { soon, late }) => {
    expect(peersOf(sample, 10)).toEqual(soon.map((pattern) => expect.stringMatching(pattern)));
    expect(peersOf(sample, 360)).toEqual(late.map((pattern) => expect.stringMatching(pattern)));
  });

  test('every sample runs without an error of Lua and has a message', () => {
    const samples = readdirSync(SAMPLES).filter((name) => existsSync(join(SAMPLES, name, 'west.yaml')));
    const lines = samples.flatMap((sample) => healthOf(sample, 60));
    expect(samples.length).toBeGreaterThan(20);
    expect(lines.filter((line) => !/: (Healthy|Progressing|Degraded), \S/.test(line))).toEqual([]);
  });

  test('a status that no running istiod renews is stale after ten minutes', () => {
    expect(peersOf('stale-istiod-dead', 700)[0]).toMatch(
      /^west.*: Degraded, the status is stale, last synchronized at 2026/,
    );
  });
});

describeSamples('the health of the service sets of a real control plane', () => {
  beforeAll(() => jest.useFakeTimers());
  afterAll(() => jest.useRealTimers());

  const setsOf = (sample: string) => healthOf(sample, 60).filter((line) => line.includes('ServiceSet'));

  test('says how many services a healthy one has', () => {
    expect(setsOf('healthy')).toEqual([
      'west ExportedServiceSet: Healthy, 1 exported',
      'west ImportedServiceSet: Healthy, 3 imported',
      'east ExportedServiceSet: Healthy, 3 exported',
      'east ImportedServiceSet: Healthy, 1 imported',
    ]);
  });

  test('names two services with one exported name, of which the status is stale', () => {
    expect(setsOf('duplicate-exported-name')).toContainEqual(
      'east ExportedServiceSet: Degraded, stock/inventory and stock/audit are exported under one name, inventory.stock',
    );
  });

  test('counts only imports with a host', () => {
    const [imports] = setsOf('wildcard-export').filter((line) => line.startsWith('west ImportedServiceSet'));
    expect(imports).toMatch(/Progressing, pub\/audit-log is not imported/);
  });

  test('waits while nothing is imported', () => {
    expect(setsOf('half-connected-west-only')).toContainEqual(expect.stringMatching(/Imported.*Progressing, /));
  });
});

if (!hasSamples) test('samples are SKIPPED: ../shared/status-samples does not exist', () => {});

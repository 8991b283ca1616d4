import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { OSSM2_HEALTH_CHECKS } from '../../lib/ossm2/health/all';
import { ROOT } from '../helpers/examples';
import { runHealthCheck } from '../helpers/lua';
import type { KubeObject } from '../helpers/synthesize';
import { healthOf } from './harness/argocd/health';

const SAMPLES = join(ROOT, '..', 'shared', 'status-samples');
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;

let directory: string;
let settings: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'ossm-fed-test-'));
  settings = join(directory, 'argocd-cm.yaml');
  const checks = OSSM2_HEALTH_CHECKS.map(({ group, kind, lua }) => [
    `resource.customizations.health.${group}_${kind}`,
    lua,
  ]);
  const metadata = { name: 'argocd-cm', namespace: 'argocd', labels: { 'app.kubernetes.io/part-of': 'argocd' } };
  const data = Object.fromEntries(checks);
  writeFileSync(settings, stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data }));
});

afterAll(() => rmSync(directory, { recursive: true }));

/** How old the newest time of a sample is, in milliseconds: longer than checks wait for a lost connection. */
const AGE = 360_000;

/** The objects of a side of a sample, as if its newest time were some minutes ago. */
function objectsOf(sample: string, side: string): readonly KubeObject[] {
  const text = readFileSync(join(SAMPLES, sample, `${side}.yaml`), 'utf8');
  const times = [...text.matchAll(TIME)].map(([time]) => Date.parse(time));
  const shift = Date.now() - AGE - Math.max(...times);
  const shifted = text.replaceAll(TIME, (time) => `${new Date(Date.parse(time) + shift).toISOString().slice(0, 19)}Z`);
  return (parse(shifted) as { readonly items: readonly KubeObject[] }).items;
}

/** What Argo CD says of an object, and what the tests without Argo CD get from another Lua. */
async function bothOf(object: KubeObject): Promise<readonly [string, string]> {
  const { lua = '' } = OSSM2_HEALTH_CHECKS.find(({ kind }) => kind === object.kind) ?? {};
  const { status, message } = runHealthCheck(lua, object);
  const place = mkdtempSync(join(directory, 'object-'));
  return [await healthOf(place, settings, object), `STATUS: ${status}\nMESSAGE: ${message}`];
}

const describeSamples = existsSync(SAMPLES) ? describe : describe.skip;
if (!existsSync(SAMPLES)) test('samples are SKIPPED: ../shared/status-samples does not exist', () => undefined);

describeSamples('the Lua of Argo CD', () => {
  test.each([
    ['healthy', 'west', 'Healthy'],
    ['half-connected-west-only', 'west', 'Degraded'],
    ['forbidden', 'east', 'Degraded'],
    ['form-otherkey', 'west', 'Progressing'],
    ['own-root', 'west', 'Degraded'],
    ['address-token-edited', 'west', 'Degraded'],
    ['duplicate-exported-name', 'east', 'Healthy'],
  ])('agrees on %s, %s', async (sample, side, ofPeer) => {
    const objects = objectsOf(sample, side);
    const answers = await Promise.all(objects.map(bothOf));
    expect(answers.length).toBeGreaterThan(1);
    for (const [real, other] of answers) expect(real).toBe(other);
    const [peer = ''] = answers.filter((_, i) => objects[i]?.kind === 'ServiceMeshPeer').map(([real]) => real);
    expect(peer).toMatch(new RegExp(`^STATUS: ${ofPeer}\nMESSAGE: \\S`));
  });

  const OTHERS: readonly (readonly [string, string, object, string])[] = [
    ['maistra.io/v2', 'ServiceMeshControlPlane', {}, 'Progressing'],
    ['maistra.io/v1', 'ServiceMeshMemberRoll', { pendingMembers: ['shop'] }, 'Progressing'],
    ['operators.coreos.com/v1alpha1', 'Subscription', { state: 'UpgradePending' }, 'Progressing'],
    ['operators.coreos.com/v1alpha1', 'Subscription', { state: 'AtLatestKnown', installedCSV: 'mesh.v2' }, 'Healthy'],
  ];

  test.each(OTHERS)('agrees on %s %s with the status %j', async (apiVersion, kind, status, expected) => {
    const object = { apiVersion, kind, metadata: { name: 'one', namespace: 'mesh', generation: 1 }, spec: {}, status };
    const [real, other] = await bothOf(object);
    expect(real).toBe(other);
    expect(real).toMatch(new RegExp(`^STATUS: ${expected}\n`));
  });
});

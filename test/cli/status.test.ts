import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { dumpText } from '../../lib/dump/write';
import type { Observation } from '../../lib/status/observation';
import { runCommand } from '../helpers/command';
import { inDirectory } from '../helpers/temporary';

const TOPOLOGY = `clusters: { west: {} }
meshes:
  west: { cluster: west, members: [shop] }
`;

const READY = { conditions: [{ type: 'Ready', status: 'True' }] };

/** A cluster with all that the topology expects. */
const OBJECTS = [
  {
    kind: 'Subscription',
    metadata: { name: 'servicemeshoperator', namespace: 'openshift-operators' },
    status: { installedCSV: 'servicemeshoperator.v2.6.5' },
  },
  {
    kind: 'ClusterServiceVersion',
    metadata: { name: 'servicemeshoperator.v2.6.5', namespace: 'openshift-operators' },
    status: { phase: 'Succeeded' },
  },
  { kind: 'ServiceMeshControlPlane', metadata: { name: 'west', namespace: 'west' }, status: READY },
  {
    kind: 'ServiceMeshMemberRoll',
    metadata: { name: 'default', namespace: 'west' },
    spec: { members: ['shop'] },
    status: READY,
  },
  {
    kind: 'Pod',
    metadata: { name: 'istiod-1', namespace: 'west', labels: { app: 'istiod' } },
    status: { phase: 'Running' },
  },
];

const time = new Date('2026-11-25T13:23:00Z');
const observation = (west: Partial<Observation['clusters'][string]>): Observation => ({
  time,
  clusters: { west: { objects: OBJECTS, unread: [], ...west } },
});
const HEALTHY = dumpText(observation({}));
const BROKEN = dumpText(observation({ objects: OBJECTS.slice(1) }));
const UNREAD = dumpText(observation({ failure: 'no connection' }));

/** Runs status on a dump with its own flags. */
function status(dump: string, ...flags: readonly string[]) {
  return inDirectory({ 'federation.yaml': TOPOLOGY, 'dump.json': dump }, (directory) => {
    const files = ['-f', join(directory, 'federation.yaml'), '--from', join(directory, 'dump.json')];
    const { code, stdout, stderr } = runCommand(['status', ...files, ...flags]);
    const plain = (text: string) => text.replaceAll(`${directory}/`, '');
    return { code, stdout: plain(stdout), stderr: plain(stderr) };
  });
}

describe('status', () => {
  test('prints a table, the causes with what to do, and a summary', () => {
    expect(status(BROKEN)).toEqual({
      code: 1,
      stderr: '',
      stdout: `  CLUSTER  OPERATORS   CONTROL PLANES  MEMBERS
✖ west     ✖ degraded  ✔ healthy       ✔ healthy

west: operator servicemeshoperator: degraded STA003: cluster "west" has no Subscription "servicemeshoperator" in namespace "openshift-operators"
  fix: apply "west/10-operators"

1 cluster, 0 edges, 0 services as of 2026-11-25T13:23:00.000Z: 1 not healthy
`,
    });
  });

  test('prints JUnit XML, in which a name cannot add an element', () => {
    expect(status(BROKEN, '--format', 'junit').stdout).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="ossm-fed status" tests="3" failures="1" errors="0">
  <testsuite name="clusters" tests="3" failures="1" errors="0">
    <testcase classname="clusters" name="west: operator servicemeshoperator">
      <failure type="STA003" message="cluster &quot;west&quot; has no Subscription &quot;servicemeshoperator&quot; in namespace &quot;openshift-operators&quot;">degraded STA003: cluster &quot;west&quot; has no Subscription &quot;servicemeshoperator&quot; in namespace &quot;openshift-operators&quot;; fix: apply &quot;west/10-operators&quot;</failure>
    </testcase>
    <testcase classname="clusters" name="west: control plane west"/>
    <testcase classname="clusters" name="west: members west"/>
  </testsuite>
</testsuites>
`);
    const hostile = dumpText(observation({ failure: '</error><testcase name="x"/>' }));
    expect(status(hostile, '--format', 'junit').stdout).toContain('&lt;/error&gt;&lt;testcase name=&quot;x&quot;/&gt;');
  });

  test.each([
    ['everything is healthy', HEALTHY, 0],
    ['something is not', BROKEN, 1],
    ['a cluster could not be read', UNREAD, 3],
    ['the dump is invalid', 'version: 7', 3],
  ])('exits with the same code in each format if %s', (_, dump, code) => {
    const codes = ['text', 'json', 'junit'].map((format) => status(dump, '--format', format).code);
    expect(codes).toEqual([code, code, code]);
  });

  test('is quiet about what is healthy, with --quiet', () => {
    expect(status(HEALTHY, '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('reports its findings as problems in JSON, next to the status', () => {
    const content = JSON.parse(status(BROKEN, '--format', 'json').stdout);
    const schema = JSON.parse(readFileSync(join(__dirname, '../../schemas/report.schema.json'), 'utf8'));
    const isReport = new Ajv({ strict: false }).compile(schema);
    expect([isReport(content), isReport.errors]).toEqual([true, null]);
    const { problems, status: found } = content;
    expect(problems).toEqual([
      {
        code: 'STA003',
        severity: 'error',
        cluster: 'west',
        message: 'cluster "west" has no Subscription "servicemeshoperator" in namespace "openshift-operators"',
        fix: 'apply "west/10-operators"',
        related: [],
      },
    ]);
    expect(found.clusters[0]).toMatchObject({ cluster: 'west', isRead: true, health: 'degraded' });
  });

  test('names an invalid dump, and says nothing of clusters', () => {
    const { stdout, stderr } = status('version: 7');
    expect([stdout, stderr]).toEqual([
      '',
      'dump.json: error STA004: invalid dump: expected "version: 1"\n  fix: pass a file that "ossm-fed gather" wrote\n1 problem; no status\n',
    ]);
  });

  test('names a missing dump', () => {
    const { code, stderr } = runCommand(['status', '--from', '/nowhere/dump.json', '-f', '/nowhere/federation.yaml']);
    expect([code, stderr.includes('TOP001')]).toEqual([3, true]);
  });

  test('rejects a kubeconfig together with a dump', () => {
    const { code, stderr } = runCommand(['status', '--from', 'dump.json', '--kubeconfig', 'k']);
    expect([code, /cannot be used with option/.test(stderr)]).toEqual([2, true]);
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import Ajv from 'ajv';
import { SILENT } from '../../lib/fetch/progress';
import type { Problem } from '../../lib/issues/problem';
import { edited, set } from '../../lib/lint/examples/edit';
import { type FetchRequest, runFetch } from '../../lib/workflows/fetch';
import { fillOutput } from '../../lib/workflows/inject';
import { runLint } from '../../lib/workflows/lint';
import { loadFile } from '../../lib/workflows/load';
import { type CommandResult, report } from '../../lib/workflows/report';
import type { Report } from '../../lib/workflows/reports/shape';
import { synth } from '../../lib/workflows/synth';
import { ROOT } from '../helpers/examples';
import { loadBalancer, rootConfigMap } from '../helpers/fake-api';
import { FakeClock, FakeClusters, failure } from '../helpers/fake-clusters';
import { makeCertificate } from '../helpers/make-certificate';
import { inDirectoryFor } from '../helpers/temporary';

const isReport = new Ajv({ strict: false }).compile(
  JSON.parse(readFileSync(join(ROOT, 'schemas/report.schema.json'), 'utf8')),
);

const TOPOLOGY = `clusters: { west: {}, east: {} }
meshes: { west: {}, east: {} }
peerings: [{ between: [west, east] }]
`;
const NOW = new Date('2030-01-01T00:00:00Z');
const EXPIRING = { notAfter: new Date('2030-01-10T00:00:00Z') };

type Work = (file: string) => CommandResult | Promise<CommandResult>;

/** What a command reports. */
interface Reported {
  readonly code: number;
  readonly json: Report;
  /** The report for people, without colors. */
  readonly text: string;
}

/** What a command reports about a topology; `DIR` is its directory. */
async function reported(work: Work, topology = TOPOLOGY): Promise<Reported> {
  const found: Reported[] = [];
  await inDirectoryFor({ 'federation.yaml': topology }, async (directory) => {
    const result = await work(join(directory, 'federation.yaml'));
    const [stdout, stderr, people] = [stream(), stream(), stream()];
    const code = report(result, 'json', { stdout, stderr });
    expect([report(result, 'text', { stdout: people, stderr: people }), stderr.text]).toEqual([code, '']);
    const [json = '', text = ''] = [stdout.text, people.text].map((one) => one.replaceAll(directory, 'DIR'));
    expect(json).toBe(`${JSON.stringify(JSON.parse(json), null, 2)}\n`);
    found.push({ code, json: JSON.parse(json) as Report, text: stripVTControlCharacters(text) });
  });
  return found[0] as Reported;
}

function stream() {
  return {
    text: '',
    write(part: string) {
      this.text += part;
    },
  };
}

/** A problem as one line: its code, its severity, and the fields that it has beside the words that all have. */
function line({ code, severity, message, fix, related, ...others }: Problem): string {
  return [code, severity, ...Object.keys(others), ...related.map(() => 'related')].join(' ');
}

const outdirOf = (file: string) => join(file, '..', 'dist');
const lockFileOf = (file: string) => join(file, '..', 'federation.lock.yaml');

/** `inject` on the output of `synth`, which may be edited in between. */
function inject(file: string, edit: (text: string) => string, requireComplete = false): CommandResult {
  const outdir = outdirOf(file);
  synth(loadFile(file), { outdir });
  const peer = join(outdir, 'west/40-federation/west.east.yaml');
  writeFileSync(peer, edit(readFileSync(peer, 'utf8')));
  return fillOutput(loadFile(file), { lockFile: lockFileOf(file), outdir, requireComplete });
}

/** `fetch` from clusters, the second of which may be down. */
function fetch(file: string, request: Partial<FetchRequest> = {}, isDown = false, validity = {}) {
  const root = (name: string) => rootConfigMap(makeCertificate({ organization: `${name}.local`, ...validity }));
  const clusters = new FakeClusters((context, path) => {
    if (isDown && context === 'east') return failure('missing');
    return {
      value: path.includes('configmaps') ? root(context) : loadBalancer({ hostname: `${context}.example.org` }),
    };
  });
  const options = { connect: clusters.connect, progress: SILENT, clock: new FakeClock() };
  return runFetch({ file, check: false, dropOld: false, ...request }, async () => options, NOW);
}

/** `lint` on manifests of two clusters. */
function lint(
  file: string,
  texts: { readonly [cluster: string]: string },
  topology?: string,
  strict = false,
): CommandResult {
  const sources = Object.entries(texts).map(([cluster, text]) => {
    const path = join(file, '..', `${cluster}.yaml`);
    writeFileSync(path, text);
    return { cluster, path };
  });
  return runLint({ sources, strict, ...(topology !== undefined && { topology }) }, () => '');
}

const FINE = edited([]);
const BROKEN = edited([
  set('west', 'ServiceMeshPeer east-mesh', 'spec.security.clientID', 'east-mesh.local/ns/a/sa/b'),
]);
/** A gateway that is open to all on AWS. */
const OPEN = edited([
  set(
    'west',
    'ServiceMeshControlPlane west-mesh',
    'spec.gateways.additionalIngress.east-mesh-ingress.service.loadBalancerSourceRanges',
    undefined,
  ),
]);
const ON_AWS = TOPOLOGY.replace('west: {}', 'west: { platform: aws }');
const IN_MANIFEST = 'cluster file line column object path';
const OPEN_LINES = [`FED042 warning finding ${IN_MANIFEST} effect`];
const BAD = TOPOLOGY.replace('west: {}', 'west: { platform: amazn }');
const BAD_LINES = ['TOP006 error file line column path'];
const DOWN = ['GET009 error cluster path', 'GET009 error cluster path'];

type Case = readonly [name: string, work: Work, exitCode: number, lines: readonly string[], topology?: string];

const CASES: readonly Case[] = [
  ['synth', (file) => synth(loadFile(file), { outdir: outdirOf(file) }), 0, []],
  ['synth with a bad topology', (file) => synth(loadFile(file)), 1, BAD_LINES, BAD],
  ['synth of an unknown cluster', (file) => synth(loadFile(file), { clusters: ['x'] }), 2, ['CLI001 error path']],
  ['synth without a topology', (file) => synth(loadFile(`${file}.yaml`)), 3, ['TOP001 error file']],
  ['inject', (file) => inject(file, (text) => text), 0, []],
  [
    'inject with warnings',
    (file) => inject(file, (text) => text.replace(/<ossm-fed:root.*>/, 'x')),
    0,
    ['LCK042 warning file'],
  ],
  ['inject that is incomplete', (file) => inject(file, (text) => text, true), 1, ['LCK045 error file']],
  ['inject with a bad topology', (file) => fillOutput(loadFile(file), { lockFile: '' }), 1, BAD_LINES, BAD],
  ['fetch', (file) => fetch(file), 0, []],
  ['fetch that finds differences', (file) => fetch(file, { check: true }), 1, []],
  [
    'fetch with warnings',
    (file) => fetch(file, {}, false, EXPIRING),
    0,
    Array(2).fill('LCK023 warning file line column path'),
  ],
  ['fetch of a cluster that is down', (file) => fetch(file, {}, true), 1, DOWN],
  ['fetch with a bad topology', (file) => fetch(file), 1, BAD_LINES, BAD],
  ['lint', (file) => lint(file, FINE), 0, []],
  ['lint with errors', (file) => lint(file, BROKEN), 1, [`FED004 error finding ${IN_MANIFEST} effect related`]],
  ['lint with warnings', (file) => lint(file, OPEN, file), 0, OPEN_LINES, ON_AWS],
  ['lint with warnings that fail', (file) => lint(file, OPEN, file, true), 1, OPEN_LINES, ON_AWS],
  [
    'lint of a file that cannot be read',
    (file) => lint(file, { west: 'a: [' }),
    3,
    ['FED000 error cluster file line column effect'],
  ],
  ['lint with a bad topology', (file) => lint(file, FINE, file), 1, BAD_LINES, BAD],
];

describe('the report for programs', () => {
  const cases = CASES.map(([name, work, exitCode, lines, topology = TOPOLOGY]) => {
    return [name, work, exitCode, lines, topology] as const;
  });
  test.each(cases)('of %s matches the schema', async (name, work, exitCode, lines, topology) => {
    const { code, json, text } = await reported(work, topology);
    isReport(json);
    expect(isReport.errors ?? []).toEqual([]);
    expect([json.command, json.exitCode, code]).toEqual([name.split(' ')[0], exitCode, exitCode]);
    expect(json.problems.map(line)).toEqual(lines);
    // What was done is in the summary, unless nothing was.
    expect(!('summary' in json) || json.summary === undefined).toBe(/topology|unknown/.test(name));
    expect(Object.keys(json).filter((key) => ['issues', 'diagnostics'].includes(key))).toEqual([]);
    if (json.command === 'lint' && json.summary === undefined) return;
    for (const problem of json.problems)
      expect(text).toContain(`${problem.severity} ${problem.code}: ${problem.message}\n`);
  });

  test('has the place and the words of an issue', async () => {
    const { json } = await reported((file) => synth(loadFile(file)), BAD);
    expect(json).toEqual({
      command: 'synth',
      exitCode: 1,
      problems: [
        {
          code: 'TOP006',
          severity: 'error',
          file: 'DIR/federation.yaml',
          line: 1,
          column: 31,
          path: 'clusters.west.platform',
          message:
            'unsupported value "amazn", expected one of "rosa", "aws", "aro", "azure", "gcp", "baremetal", "other"',
          fix: 'write one of "aro", "aws", "azure", "baremetal", "gcp", "other", "rosa"',
          related: [],
        },
      ],
    });
  });

  test('has the changes of fetch with fields for programs', async () => {
    const { json } = await reported((file) => fetch(file));
    expect(json).toMatchObject({
      changes: expect.arrayContaining([
        expect.objectContaining({ kind: 'root-added', fingerprint: expect.any(String) }),
      ]),
    });
  });
});

test('missing values are listed by cluster, without hidden characters and secrets', () => {
  const missing = { '<a\u202e>': ['b/x.yaml', 'b/y.yaml'], 'token=hunter2': ['a/x\n.yaml'] };
  const summary = { outdir: 'd', clusters: 2, written: [], unchanged: [], removed: [], hasLock: true, missing };
  const [stdout, stderr] = [stream(), stream()];
  report({ command: 'synth', issues: [], summary }, 'text', { stdout, stderr });
  const lines = stdout.text.split('\n').filter((line) => line.startsWith('  '));
  expect(lines).toEqual(['  token=[redacted] in a/x\\n.yaml', '  <a\\u202e> in b/x.yaml and 1 other file']);
});

describe('the schema', () => {
  const summary = { outdir: 'dist', clusters: 1, written: [], unchanged: [], removed: [], hasLock: false, missing: {} };
  const problem = { code: 'TOP001', severity: 'error', message: 'm', fix: 'f', related: [] };
  const synthesis = { command: 'synth', exitCode: 1, problems: [problem], summary };

  test('accepts a report', () => expect(isReport(synthesis)).toBe(true));

  test.each([
    ['the former shape of synth and inject', { issues: [], summary }],
    ['the former shape of fetch', { issues: [], changes: [] }],
    ['the former shape of lint', { diagnostics: [], summary: {} }],
    ['an unknown command', { ...synthesis, command: 'apply' }],
    ['an unknown severity', { ...synthesis, problems: [{ ...problem, severity: 'fatal' }] }],
    ['a problem without a fix', { ...synthesis, problems: [{ ...problem, fix: undefined }] }],
    ['the summary of another command', { ...synthesis, command: 'lint' }],
    ['changes of another command than fetch', { ...synthesis, changes: [] }],
    ['fetch without changes', { command: 'fetch', exitCode: 0, problems: [] }],
    ['unknown members', { ...synthesis, issues: [] }],
  ])('rejects %s', (_, value) => expect(isReport(JSON.parse(JSON.stringify(value)))).toBe(false));
});

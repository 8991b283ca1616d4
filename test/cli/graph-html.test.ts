import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { dumpText } from '../../lib/dump/write';
import type { PageData } from '../../lib/graph/html/page-data';
import { makeCertificate } from '../helpers/make-certificate';
import { lintReport } from '../helpers/run-cli';
import { inDirectoryFor } from '../helpers/temporary';

jest.setTimeout(60_000);

const TOPOLOGY = `clusters: { west: {}, east: {} }
meshes: { west: { members: [shop] }, east: { members: [shop] } }
peerings: [{ between: [west, east] }]
shares: [{ from: east, to: west, service: { namespace: shop, name: prices } }]
`;

/** Runs graph with a topology in a directory. */
async function graph(directory: string, ...args: readonly string[]) {
  let [stdout, stderr] = ['', ''];
  const streams = {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    stdin: () => '',
  };
  const code = await run(['graph', '-f', join(directory, 'federation.yaml'), ...args], streams);
  return { code, stdout, stderr: stderr.replaceAll(`${directory}/`, '') };
}

/** The data in a page. */
function dataOf(page: string): PageData {
  const [, json = ''] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page) ?? [];
  return JSON.parse(json);
}

test('a page is the same in a file and on standard output, and replaces only pages', () =>
  inDirectoryFor({ 'federation.yaml': TOPOLOGY, 'mine.html': '<!doctype html>\n<p>mine' }, async (directory) => {
    const file = join(directory, 'a.html');
    expect(await graph(directory, '-o', file)).toEqual({ code: 0, stdout: '', stderr: 'a.html\n' });
    const page = readFileSync(file, 'utf8');
    expect(await graph(directory, '--format', 'html')).toEqual({ code: 0, stdout: page, stderr: '' });
    expect((await graph(directory, '-o', file)).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(page);
    expect((await graph(directory, '-o', join(directory, 'mine.html'))).stderr).toContain('GRA004');
    const { views, elements, objects } = dataOf(page);
    expect(views.map(({ view }) => view)).toEqual(['services', 'clusters', 'traffic']);
    expect(page.match(/<svg /g)?.length).toBe(3);
    expect(elements.map(({ label }) => label)).toContain('prices.shop');
    expect(objects.map(({ name }) => name)).toContain('ExportedServiceSet east/west');
  }));

test('the view that is asked for comes first, and clusters that are alike are grouped unless all are drawn', () =>
  inDirectoryFor({ 'federation.yaml': '' }, async (directory) => {
    const range = 's-{01..07}';
    const text = `clusters: { hub: {}, "${range}": {} }\nmeshes: { hub: {}, "${range}": {} }\npeerings: [{ hub: hub }]\n`;
    writeFileSync(join(directory, 'federation.yaml'), text);
    const args = ['--format', 'html', '--view', 'clusters'];
    const { views, elements } = dataOf((await graph(directory, ...args)).stdout);
    expect(views[0]).toEqual({
      view: 'clusters',
      groups: [{ members: [1, 2, 3, 4, 5, 6, 7].map((n) => `cluster/s-0${n}`) }],
    });
    expect(elements.filter(({ kind }) => kind === 'cluster').length).toBe(8);
    expect(dataOf((await graph(directory, ...args, '--all')).stdout).views[0]).toEqual({
      view: 'clusters',
      groups: [],
    });
  }));

test('a view that is too large is not drawn, and says so', () =>
  inDirectoryFor({ 'federation.yaml': '' }, async (directory) => {
    const text = 'clusters: { "c-{001..130}": {} }\nmeshes: { "c-{001..130}": {} }\npeerings: [{ hub: c-001 }]\n';
    writeFileSync(join(directory, 'federation.yaml'), text);
    const { code, stdout, stderr } = await graph(directory, '--format', 'html', '--all');
    expect([code, stderr]).toEqual([0, '']);
    const { views, elements } = dataOf(stdout);
    expect(views[0]?.missing).toMatch(
      /^This view is not drawn: it has \d+ nodes and edges, and at most 1000 are laid out\./,
    );
    expect(elements.filter(({ kind }) => kind === 'peering').length).toBe(258);
  }));

test('findings of the linter are there, without those that the topology ignores', () =>
  inDirectoryFor({ 'federation.yaml': TOPOLOGY }, async (directory) => {
    const rulesOf = async () =>
      dataOf((await graph(directory, '--format', 'html')).stdout).findings.map(({ rule }) => rule);
    const rules = await rulesOf();
    expect(rules).toContain('FED010');
    writeFileSync(join(directory, 'federation.yaml'), `${TOPOLOGY}lint: { ignore: { FED010: later } }\n`);
    expect(await rulesOf()).toEqual(rules.filter((rule) => rule !== 'FED010'));
  }));

test('a certificate that has expired is in the table alone, so that the page is the same on every day', () =>
  inDirectoryFor({ 'federation.yaml': TOPOLOGY }, async (directory) => {
    const dist = join(directory, 'dist');
    await run(['synth', '-q', '-f', join(directory, 'federation.yaml'), '-o', dist]);
    const file = join(dist, 'west', '40-federation', 'west.east.yaml');
    const pem = makeCertificate({ organization: 'east.local', notAfter: new Date('2025-01-01T00:00:00Z') });
    const root = `root-cert.pem: |\n    ${pem.trim().replaceAll('\n', '\n    ')}`;
    writeFileSync(file, readFileSync(file, 'utf8').replace(/root-cert\.pem\.incomplete: .*/, root));
    expect(JSON.stringify(lintReport([dist]))).toContain('expired');
    const { certificates, findings } = dataOf((await graph(directory, dist, '--format', 'html')).stdout);
    expect(certificates).toEqual([
      expect.objectContaining({ subject: 'O=east.local', notAfter: '2025-01-01T00:00:00.000Z' }),
    ]);
    expect(findings.map(({ message }) => message).join()).not.toContain('expired');
    expect(findings.length).toBeGreaterThan(0);
  }));

test('a difference and a status are part of the page', () =>
  inDirectoryFor({ 'federation.yaml': TOPOLOGY }, async (directory) => {
    const dist = join(directory, 'dist');
    await run(['synth', '-q', '-f', join(directory, 'federation.yaml'), '-o', dist]);
    for (const args of [
      ['init', '-q'],
      ['add', '-A'],
      ['commit', '-qm', 'first'],
    ]) {
      execFileSync('git', ['-C', directory, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args]);
    }
    const dump = join(directory, 'dump.json');
    const down = { objects: [], unread: [], failure: 'no connection' };
    const time = new Date('2026-11-25T13:23:00Z');
    writeFileSync(dump, dumpText({ time, clusters: { west: down, east: { objects: [], unread: [] } } }));
    writeFileSync(join(directory, 'federation.yaml'), TOPOLOGY.replace('prices', 'stock'));
    const file = join(directory, 'a.html');
    const { stderr } = await graph(directory, '--dist', dist, '--diff', 'HEAD', '--from', dump, '-o', file);
    expect(stderr).toMatch(/^a\.html: \d+ added, \d+ removed, \d+ changed\n$/);
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('Status as of 2026-11-25T13:23:00.000Z');
    const { elements, objects } = dataOf(page);
    const of = (label: string) => elements.find((element) => element.kind === 'share' && element.label === label);
    expect([of('stock.shop')?.change, of('prices.shop')?.change]).toEqual(['added', 'removed']);
    expect(objects.some(({ place }) => place.startsWith(`HEAD:${dist}/west/`))).toBe(true);
    expect(elements.find(({ id }) => id === 'cluster/west')?.state).toEqual({
      health: 'unknown',
      reasons: [expect.stringContaining('no connection')],
    });
  }));

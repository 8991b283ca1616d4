import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { dumpText } from '../../lib/dump/write';
import { dataOf, graph, TWO_MESHES } from '../helpers/graph-command';
import { makeCertificate } from '../helpers/make-certificate';
import { lintReport } from '../helpers/run-cli';
import { inDirectoryFor } from '../helpers/temporary';

jest.setTimeout(60_000);

/** Writes a page of the topology in a directory to standard output. */
async function pageOf(directory: string, ...args: readonly string[]) {
  return graph(directory, '-f', join(directory, 'federation.yaml'), ...args);
}

test('a page is the same in a file and on standard output, and replaces only pages', () =>
  inDirectoryFor({ 'federation.yaml': TWO_MESHES, 'mine.html': '<!doctype html>\n<p>mine' }, async (directory) => {
    const file = join(directory, 'a.html');
    expect(await pageOf(directory, '-o', file)).toEqual({ code: 0, stdout: '', stderr: 'a.html\n' });
    const page = readFileSync(file, 'utf8');
    expect(await pageOf(directory, '--format', 'html')).toEqual({ code: 0, stdout: page, stderr: '' });
    expect((await pageOf(directory, '-o', file)).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(page);
    expect((await pageOf(directory, '-o', join(directory, 'mine.html'))).stderr).toContain('GRA004');
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
    const { views, elements } = dataOf((await pageOf(directory, ...args)).stdout);
    expect(views[0]).toEqual({
      view: 'clusters',
      groups: [{ members: [1, 2, 3, 4, 5, 6, 7].map((n) => `cluster/s-0${n}`) }],
    });
    expect(elements.filter(({ kind }) => kind === 'cluster').length).toBe(8);
    expect(dataOf((await pageOf(directory, ...args, '--all')).stdout).views[0]).toEqual({
      view: 'clusters',
      groups: [],
    });
  }));

test('findings of the linter are there, without those that the topology ignores', () =>
  inDirectoryFor({ 'federation.yaml': TWO_MESHES }, async (directory) => {
    const rulesOf = async () =>
      dataOf((await pageOf(directory, '--format', 'html')).stdout).findings.map(({ rule }) => rule);
    const rules = await rulesOf();
    expect(rules).toContain('FED010');
    writeFileSync(join(directory, 'federation.yaml'), `${TWO_MESHES}lint: { ignore: { FED010: later } }\n`);
    expect(await rulesOf()).toEqual(rules.filter((rule) => rule !== 'FED010'));
  }));

test('a certificate that has expired is in the table alone, so that the page is the same on every day', () =>
  inDirectoryFor({ 'federation.yaml': TWO_MESHES }, async (directory) => {
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
  inDirectoryFor({ 'federation.yaml': TWO_MESHES }, async (directory) => {
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
    writeFileSync(join(directory, 'federation.yaml'), TWO_MESHES.replace('prices', 'stock'));
    const file = join(directory, 'a.html');
    const { stderr } = await pageOf(directory, '--dist', dist, '--diff', 'HEAD', '--from', dump, '-o', file);
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

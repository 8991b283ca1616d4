import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { dumpText } from '../../lib/dump/write';
import { graphPage } from '../../lib/workflows/graph-page';
import { loadNamed } from '../../lib/workflows/load';
import { statusFromDump } from '../../lib/workflows/status';
import { findChromium } from '../../scripts/browser/find-chromium';
import { type Example, ROOT } from '../helpers/examples';
import { makeCertificate } from '../helpers/make-certificate';

/** A temporary directory with the pages of the tests. */
export const DIRECTORY = mkdtempSync(join(tmpdir(), 'ossm-fed-browser-'));

/** Removes the pages. */
export function removePages(): void {
  rmSync(DIRECTORY, { recursive: true, force: true });
}

/** Starts the browser that `npm run test:browser` found. */
export function startBrowser(): Promise<Browser> {
  const executablePath = findChromium(process.env);
  if (executablePath === undefined) throw new Error('there is no Chromium; run "npm run test:browser"');
  // The sandbox of Chromium does not start as root.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}

/** Writes the page of the three clouds, with a certificate that has expired and one that has not, and a Secret. */
export async function threeClouds(): Promise<string> {
  const sources = join(DIRECTORY, 'dist');
  cpSync(join(ROOT, 'dist'), sources, { recursive: true });
  const expired = makeCertificate({ organization: 'old.local', notAfter: new Date('2025-01-01T00:00:00Z') });
  const roots = { 'old.pem': expired, 'root.pem': makeCertificate({ organization: 'root.local' }) };
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'roots', namespace: 'prod-bookinfo' },
    data: roots,
  };
  const data = { user: 'c2VjcmV0LXVzZXI=' };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'login', namespace: 'prod-bookinfo' }, data };
  for (const object of [configMap, secret]) {
    writeFileSync(join(sources, 'rosa', `${object.kind}.json`), JSON.stringify(object));
  }
  const page = await inFolder(DIRECTORY, () =>
    graphPage({ sources: ['dist'], dist: 'dist', view: 'services' }, () => ''),
  );
  return write('three-clouds.html', page);
}

/** Does something in another working directory, so that places are relative to it. */
async function inFolder<T>(folder: string, use: () => Promise<T>): Promise<T> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await use();
  } finally {
    process.chdir(before);
  }
}

/** Writes the page of an example. */
export async function ofExample({ name, load }: Example): Promise<string> {
  return write(
    `${name}.html`,
    await graphPage({ sources: [], loaded: load(), dist: 'dist', view: 'traffic' }, () => ''),
  );
}

/** Writes the page of the three clouds with a status: one cluster cannot be read, the others have nothing. */
export async function withStatus(): Promise<string> {
  const loaded = loadNamed(join(ROOT, 'federation.yaml'), () => '');
  const dump = join(DIRECTORY, 'dump.json');
  const [empty, down] = [
    { objects: [], unread: [] },
    { objects: [], unread: [], failure: 'no connection' },
  ];
  writeFileSync(
    dump,
    dumpText({ time: new Date('2026-11-25T13:23:00Z'), clusters: { rosa: empty, aro: down, rog: empty } }),
  );
  const status = statusFromDump(loaded, dump);
  return write(
    'status.html',
    await graphPage({ sources: [], loaded, status, dist: 'dist', view: 'services' }, () => ''),
  );
}

/** The name of a cluster that is markup. */
export const MARKUP = '<script>window["isForeign"]++<!--<svg onload>';

/** Writes the page of a cluster whose name is markup. */
export async function withMarkup(): Promise<string> {
  const sources = [`${MARKUP}=${join(ROOT, 'dist', 'rosa')}`];
  return write('markup.html', await graphPage({ sources, dist: 'dist', view: 'services' }, () => ''));
}

/** Writes the page of a hub with as many spokes. */
export async function hubAndSpoke(spokes: number): Promise<string> {
  const topology = join(DIRECTORY, 'federation.yaml');
  const range = `{001..${String(spokes).padStart(3, '0')}}`;
  const text = `
clusters:
  hub: { platform: rosa }
  spoke-${range}: { platform: aro }
meshes:
  hub: { members: [catalog] }
  spoke-${range}: { members: [shop] }
peerings:
  - hub: hub
shares:
  - { from: hub, to: all, service: { namespace: catalog, name: products } }
`;
  writeFileSync(topology, text);
  const loaded = loadNamed(topology, () => '');
  return write('spokes.html', await graphPage({ sources: [], loaded, dist: 'dist', view: 'services' }, () => ''));
}

function write(name: string, { text, issues }: Awaited<ReturnType<typeof graphPage>>): string {
  if (text === undefined) throw new Error(JSON.stringify(issues));
  const path = join(DIRECTORY, name);
  writeFileSync(path, text);
  return path;
}

/** A page that is open, and what went wrong in it. */
export interface OpenPage {
  /** The page. */
  readonly page: Page;
  /** Errors and warnings on the console, uncaught exceptions, and requests that leave the page. */
  readonly faults: readonly string[];
}

/** Opens a file in a window of its own; each request for something else is aborted and is a fault. */
export async function open(context: BrowserContext, path: string): Promise<OpenPage> {
  const page = await context.newPage();
  const faults: string[] = [];
  await page.route('**/*', async (route) => {
    const url = route.request().url();
    if (url === `file://${path}`) return route.continue();
    faults.push(`request: ${url}`);
    return route.abort();
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  await page.goto(`file://${path}`);
  return { page, faults };
}

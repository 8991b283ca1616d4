import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { lockText } from '../../lib/lock/text';
import type { Topology } from '../../lib/topology/model';
import { type Loaded, loadTopology } from '../../lib/workflows/load';
import { synth } from '../../lib/workflows/synth';
import { SynthThreads, synthInThreads } from '../../lib/workflows/synth-threads';
import { addressOf, KINDS } from '../helpers/facts';

const SPOKES = 110;

const parent = mkdtempSync(join(tmpdir(), 'ossm-fed-threads-'));
const script = join(parent, 'thread.js');

beforeAll(() => {
  const contents = "require('./lib/workflows/synth-threads').joinSynth();";
  const stdin = { contents, resolveDir: join(__dirname, '../..') };
  buildSync({ stdin, bundle: true, platform: 'node', outfile: script, logLevel: 'error' });
}, 60_000);

afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** A hub with so many spokes that threads are worth their start. */
function hub(more: Partial<Topology> = {}): Loaded {
  const spokes = `spoke-{001..${SPOKES}}`;
  return loadTopology({
    clusters: { hub: { platform: 'aws' }, [spokes]: { platform: 'azure' } },
    meshes: { hub: { members: ['shop'] }, [spokes]: { members: ['shop'] } },
    peerings: [{ hub: 'hub' }],
    shares: [{ from: 'hub', to: 'all', service: { namespace: 'shop', name: 'details' } }],
    ...more,
  });
}

/** All files below a directory with their texts. */
function contentsOf(directory: string): ReadonlyMap<string, string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [path.slice(directory.length), readFileSync(path, 'utf8')]));
}

test('threads write what one thread writes, and say the same of it', async () => {
  const [alone, together] = [join(parent, 'alone'), join(parent, 'together')];
  const expected = synth(hub(), { outdir: alone });
  const result = await synthInThreads(hub(), { outdir: together }, new SynthThreads(script, 2));
  expect(contentsOf(together)).toEqual(contentsOf(alone));
  expect(readdirSync(together).filter((name) => !name.startsWith('.'))).toHaveLength(SPOKES + 1);
  expect(result.issues).toEqual([]);
  expect(result).toEqual({ ...expected, summary: { ...expected.summary, outdir: together } });

  const again = await synthInThreads(hub(), { outdir: together }, new SynthThreads(script, 2));
  expect(again.summary).toMatchObject({ written: [], removed: [], clusters: SPOKES + 1 });

  const fewer = await synthInThreads(
    hub({ shares: [] }),
    { outdir: together, clusters: ['spoke-007'] },
    new SynthThreads(script, 2),
  );
  expect(fewer.summary).toMatchObject({ written: [expect.stringMatching(/^spoke-007\//)], removed: [], clusters: 1 });
}, 60_000);

test('threads take several clusters at once from a large fleet', async () => {
  const range = '{001..401}';
  const topology = {
    clusters: { [`c-${range}`]: { platform: 'azure' } },
    meshes: { [`c-${range}`]: {} },
    peerings: [{ hub: 'c-001' }],
  } satisfies Topology;
  const [alone, together] = [join(parent, 'many-alone'), join(parent, 'many-together')];
  synth(loadTopology(topology), { outdir: alone });
  const { summary } = await synthInThreads(loadTopology(topology), { outdir: together }, new SynthThreads(script, 3));
  expect(summary).toMatchObject({ clusters: 401 });
  expect(contentsOf(together)).toEqual(contentsOf(alone));
}, 60_000);

test('threads fill from the lock what one thread fills', async () => {
  const lockFile = join(parent, 'hub.lock.yaml');
  const gateway = addressOf(['203.0.113.7']);
  writeFileSync(lockFile, lockText({ meshes: { hub: { gateways: { 'spoke-007-ingress': gateway } } } }, KINDS));
  const [alone, together] = [join(parent, 'filled-alone'), join(parent, 'filled-together')];
  synth(hub(), { outdir: alone, lockFile });
  await synthInThreads(hub(), { outdir: together, lockFile }, new SynthThreads(script, 2));
  expect(contentsOf(together)).toEqual(contentsOf(alone));
  const filled = [...contentsOf(together)].filter(([, text]) => text.includes('203.0.113.7 # <ossm-fed:address:hub:'));
  expect(filled.map(([path]) => path)).toEqual(['/spoke-007/40-federation/spoke-007.hub.yaml']);
}, 60_000);

test('threads write for Argo CD what one thread writes', async () => {
  const gitops = { argocd: { repoURL: 'https://git.example.org/mesh.git' } };
  const [alone, together] = [join(parent, 'argocd-alone'), join(parent, 'argocd-together')];
  synth(hub({ gitops }), { outdir: alone });
  await synthInThreads(hub({ gitops }), { outdir: together }, new SynthThreads(script, 2));
  expect(contentsOf(together)).toEqual(contentsOf(alone));
  const project = readFileSync(join(together, 'argocd', 'applications', 'project.yaml'), 'utf8');
  expect(project.match(/namespace: spoke-\d+$/gm)).toHaveLength(SPOKES);
}, 60_000);

test('what keeps threads from writing is an issue, and nothing is left behind', async () => {
  const blocked = join(parent, 'blocked');
  writeFileSync(blocked, 'a file\n');
  const result = await synthInThreads(hub(), { outdir: blocked }, new SynthThreads(script, 2));
  expect(result.issues).toMatchObject([{ code: 'TOP170', message: expect.stringContaining('not a directory') }]);
  expect(readFileSync(blocked, 'utf8')).toBe('a file\n');
});

test('a large federation that the linter has to look at is checked before anything is written', async () => {
  const outdir = join(parent, 'unchecked');
  const override = { gateways: { additionalIngress: { 'spoke-001-ingress': { enabled: false } } } };
  const spokes = `spoke-{001..${SPOKES}}`;
  const broken = hub({ meshes: { hub: { members: ['shop'], override }, [spokes]: { members: ['shop'] } } });
  expect(await synthInThreads(broken, { outdir }, new SynthThreads(script, 2))).toMatchObject({
    issues: [{ code: 'TOP180' }],
  });
  expect(existsSync(outdir)).toBe(false);
}, 60_000);

test('a thread that does not do its work is a mistake of the program', async () => {
  const broken = join(parent, 'broken.js');
  writeFileSync(broken, 'process.exit(0);\n');
  const run = synthInThreads(hub(), { outdir: join(parent, 'never') }, new SynthThreads(broken, 2));
  await expect(run).rejects.toThrow('a thread ended without a result');
  expect(existsSync(join(parent, 'never'))).toBe(false);
}, 60_000);

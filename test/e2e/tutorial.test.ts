import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, blocksOf, commandsOf } from '../docs/pages';
import { emptyClusters } from './empty-clusters';
import { FlowPlace, STAGES } from './flow-place';
import { Controllers } from './harness/controllers';
import { startedFleet } from './harness/fleet';
import { CLUSTERS } from './harness/state';
import { Shell } from './shell';

const fleet = startedFleet();
const command = fleet.builtCommand();
const BLOCKS = blocksOf('docs/tutorial.md').filter(({ info }) => info !== 'no-run');
/** Not the namespace in which other tests leave objects of the same names. */
const NAMESPACE = 'argocd-tutorial';
const PEERS = { apiVersion: 'federation.maistra.io/v1', kind: 'ServiceMeshPeer' };
const ROUTES = { apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService' };

jest.setTimeout(600_000);

/** Writes what a reader writes: the topology, or a key at its end in the place of the one that is there. */
function write(place: FlowPlace, { text, info }: Block): void {
  const file = join(place.directory, 'federation.yaml');
  const before = info === 'federation.yaml' ? '' : readFileSync(file, 'utf8').split(`\n${info}:`)[0];
  writeFileSync(file, `${before}\n${text.replace('  argocd:\n', `  argocd:\n    namespace: ${NAMESPACE}\n`)}`);
}

/** Does what the blocks with some words say, in their order; `after` is called after each command line. */
async function follow(
  [place, shell]: readonly [FlowPlace, Shell],
  words: readonly string[],
  after: (line: string) => Promise<void>,
): Promise<void> {
  const controllers = new Controllers(fleet);
  try {
    for (const block of BLOCKS.filter(({ info }) => words.includes(info))) {
      if (block.language === 'yaml') write(place, block);
      for (const line of block.language === 'sh' ? commandsOf(block) : []) {
        const { code, stdout, stderr } = await shell.run(line);
        expect([line, code === 0 ? '' : stdout + stderr]).toEqual([line, '']);
        await after(line);
      }
    }
  } finally {
    await controllers.stop();
  }
}

/** An empty directory, clusters without the federation, and a shell. */
async function start(): Promise<readonly [FlowPlace, Shell]> {
  const [topology] = BLOCKS;
  const place = new FlowPlace(fleet, command, topology?.text);
  await emptyClusters(fleet, place);
  const shell = new Shell(fleet, command, place.directory, 'rosa');
  expect(await shell.run('git init --quiet')).toMatchObject({ code: 0 });
  return [place, shell];
}

const listAll = async (type: typeof PEERS) =>
  (await Promise.all(CLUSTERS.map((cluster) => fleet.api(cluster).list(type)))).flat();

describe('the tutorial', () => {
  test('without Argo CD goes from empty clusters to mirrored traffic, and back', async () => {
    const mirrors: boolean[] = [];
    await follow(await start(), ['federation.yaml', '', 'traffic'], async (line) => {
      if (line === 'npx ossm-fed up') mirrors.push(JSON.stringify(await listAll(ROUTES)).includes('"mirror":'));
    });
    expect(mirrors).toEqual([false, false, true]);
    expect(await listAll(PEERS)).toEqual([]);
  });

  test('with Argo CD, whose place kubectl takes here, connects the meshes in two commits', async () => {
    const [place, shell] = await start();
    await fleet.api('rosa').apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
    try {
      await follow([place, shell], ['federation.yaml', 'gitops', 'argocd'], async (line) => {
        if (!line.includes('git commit')) return;
        for (const cluster of CLUSTERS) expect(await place.apply(cluster, [...STAGES.first, ...STAGES.rest])).toBe('');
      });
    } finally {
      await fleet.kubectl('rosa', ['delete', 'namespaces', NAMESPACE, '--wait=false']);
    }
    expect(await listAll(PEERS)).toHaveLength(4);
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { preloading } from '../helpers/built-command';
import { KILLER } from '../helpers/program';
import { readFiles } from '../helpers/synthesize';
import { writeFiles } from '../helpers/temporary';
import { startedFleet } from './harness/fleet';
import { Forwarder, Traffic } from './harness/forwarder';
import type { Place } from './harness/place';
import { RenewedMeshes } from './harness/renewed';
import { CLUSTERS } from './harness/state';

const fleet = startedFleet();
const fixture = new RenewedMeshes(fleet, 'cease');
const killer = join(fleet.newDirectory(), 'killer.cjs');
let config = '';
beforeAll(async () => {
  writeFileSync(killer, KILLER);
  await fixture.make();
  config = fixture.kubeconfig();
});

/** How many processes run side by side: one that finds what a killed one left waits for some seconds. */
const LANES = 8;

/** Kills a command before each change that it makes to the file system, each time in a place of its own. */
async function killAtEachStep(
  args: readonly string[],
  makePlace: () => Place,
  look: (place: Place) => Promise<string>,
): Promise<readonly string[]> {
  const seen: string[] = [];
  let next = 1;
  let isOver = false;
  const lane = async (): Promise<void> => {
    while (!isOver) {
      const step = next;
      next += 1;
      const place = makePlace();
      const env = { ...preloading(killer), KILL_AT: String(step) };
      const { code, stderr } = await place.run(args, config, env);
      expect([null, 0]).toContain(code);
      expect(stderr).not.toMatch(/error|Error/);
      if (code === 0) isOver = true;
      seen.push(await look(place));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return seen;
}

/** What stands beside what is known, without hidden files of the names that later runs know and remove. */
function strangeFiles(place: Place, known: readonly string[]): readonly string[] {
  return place
    .files()
    .filter((path) => !known.includes(path) && !/(^|\/)\.[^/]+\.(yaml\.lock|ossm-fed-new)$/.test(path));
}

describe('kill -9', () => {
  test('while the lock is written leaves the old or the new one, and the next fetch completes it', async () => {
    const known = ['federation.yaml', 'federation.lock.yaml'];
    const whole = fixture.place();
    expect(await whole.run(['fetch'], config)).toMatchObject({ code: 0 });
    const texts = new Map([
      [fixture.oldText, 'old'],
      [whole.lockText(), 'new'],
    ]);
    const seen = await killAtEachStep(
      ['fetch'],
      () => fixture.place(),
      async (place) => {
        const found = texts.get(place.lockText()) ?? 'neither';
        expect(strangeFiles(place, known)).toEqual([]);
        expect(await place.run(['fetch'], config)).toMatchObject({ code: 0 });
        expect(place.lockText()).toBe(whole.lockText());
        expect(place.files().filter((path) => path.endsWith('.yaml.lock'))).toEqual([]);
        return found;
      },
    );
    expect(seen.length).toBeGreaterThan(8);
    expect(new Set(seen)).toEqual(new Set(['old', 'new']));
  });

  test('while files are filled leaves each whole, and the next inject completes them', async () => {
    const synthesized = fixture.placeWithLock(undefined);
    expect(await synthesized.run(['synth'], config)).toMatchObject({ code: 0 });
    const before = readFiles(join(synthesized.directory, 'dist'));
    const withFiles = (): Place => {
      const place = fixture.place();
      writeFiles(join(place.directory, 'dist'), Object.fromEntries(before));
      return place;
    };
    const inject = ['inject', '--cluster', 'rosa', '--require-complete'];
    const whole = withFiles();
    expect(await whole.run(inject, config)).toMatchObject({ code: 0 });
    const after = readFiles(join(whole.directory, 'dist'));
    const known = whole.files();
    const seen = await killAtEachStep(inject, withFiles, async (place) => {
      const read = (path: string) => readFileSync(join(place.directory, 'dist', path), 'utf8');
      for (const path of after.keys()) expect([before.get(path), after.get(path)]).toContain(read(path));
      expect(strangeFiles(place, known)).toEqual([]);
      const filled = [...after.keys()].filter((path) => read(path) !== before.get(path)).length;
      expect(await place.run(inject, config)).toMatchObject({ code: 0 });
      for (const [path, text] of after) expect(read(path)).toBe(text);
      return String(filled);
    });
    expect([...new Set(seen)].sort()).toEqual(['0', '1', '2']);
  });
});

describe('two fetches at once', () => {
  test('lose nothing where one ends in the middle of the other', async () => {
    const traffic = new Traffic();
    const slow = new Forwarder(fleet.cluster('aro').url, traffic);
    await slow.listen();
    slow.hold();
    const place = fixture.place();
    const held = place.start(['fetch', '--cluster', 'aro'], fixture.kubeconfig({ aro: { server: slow.url } }));
    // By now it has read the lock, and will write it when it has its answers.
    while (traffic.connections === 0) await sleep(20);
    expect(await place.run(['fetch', '--cluster', 'rog'], config)).toMatchObject({ code: 0 });
    expect(place.lock()).toEqual(fixture.lockWith({ aro: 'all', rosa: 'all' }));
    slow.letGo();
    expect(await held.ended).toMatchObject({ code: 0 });
    await slow.stop();
    expect(place.lock()).toEqual(fixture.lockWith({ rosa: 'all' }));
  });

  test('lose nothing where six write at the same time', async () => {
    const place = fixture.place();
    const all = [...CLUSTERS, ...CLUSTERS].map((cluster) => place.run(['fetch', '--cluster', cluster], config));
    expect((await Promise.all(all)).map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(place.lock()).toEqual(fixture.lockWith({}));
    expect(place.files()).toEqual(['federation.lock.yaml', 'federation.yaml']);
  });
});

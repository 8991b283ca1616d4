import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLockFile as readFile } from '../../lib/io/lock-file';
import type { Lock } from '../../lib/lock/model';
import { lockText as textOf } from '../../lib/lock/text';
import { addressOf, KINDS } from '../helpers/facts';
import { Program } from '../helpers/program';
import { inDirectory, inDirectoryFor } from '../helpers/temporary';

const readLockFile = (path: string) => readFile(path, KINDS);
const lockText = (lock: Lock) => textOf(lock, KINDS);
const GATEWAY = addressOf(['203.0.113.7']);
const lockOf = (...meshes: readonly string[]): Lock => ({
  meshes: Object.fromEntries(meshes.map((mesh) => [mesh, { gateways: { in: GATEWAY } }])),
});

describe('several processes', () => {
  const program = new Program(`
    import { updateLockFile } from './lib/io/lock-file';
    import { OSSM2_FACT_KINDS as kinds } from './lib/ossm2/facts';
    const [, , file = '', prefix = '', count = '1', limit = '5000'] = process.argv;
    const found = { addresses: ['203.0.113.7'], ports: { discovery: 8188, service: 15443 } };
    (async () => {
      for (let i = 0; i < Number(count); i += 1) {
        const mesh = { gateways: { in: found } };
        const update = (lock?: { meshes: object }) => ({ lock: { meshes: { ...lock?.meshes, [prefix + '-' + i]: mesh } } });
        const { written } = await updateLockFile(file, update, { kinds, timeouts: { pause: 2, stale: Number(limit) } });
        if (!written) process.exit(1);
      }
    })();
  `);
  afterAll(() => program.remove());

  test(
    'at once lose nothing',
    () =>
      inDirectoryFor({}, async (directory) => {
        const started = ['a', 'b', 'c', 'd'].map((name) => program.start(['x.lock.yaml', name, '10'], directory));
        expect(await Promise.all(started.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
        const { lock } = readLockFile(join(directory, 'x.lock.yaml'));
        expect(Object.keys(lock?.meshes ?? {})).toHaveLength(40);
        expect(readdirSync(directory)).toEqual(['x.lock.yaml']);
      }),
    60_000,
  );

  test('of which one is killed, at any step: the file is the old or the new one, and the next goes on', () => {
    const before = lockText(lockOf('old'));
    const after = lockText(lockOf('a-0', 'old'));
    const seen: string[] = [];
    for (let step = 1; ; step += 1) {
      const isOver = inDirectory({ 'x.lock.yaml': before }, (directory) => {
        const file = join(directory, 'x.lock.yaml');
        const { code, stderr } = program.run(['x.lock.yaml', 'a', '1'], directory, step);
        expect(stderr).toBe('');
        const text = readFileSync(file, 'utf8');
        expect([before, after]).toContain(text);
        seen.push(text === before ? 'old' : 'new');
        expect(program.run(['x.lock.yaml', 'b', '1', '50'], directory).code).toBe(0);
        expect(readLockFile(file).lock).toEqual(lockOf('b-0', 'old', ...(text === before ? [] : ['a-0'])));
        const left = readdirSync(directory).filter((name) => name !== 'x.lock.yaml');
        expect(left.filter((name) => !name.endsWith('.ossm-fed-new'))).toEqual([]);
        return code !== null;
      });
      if (isOver) break;
    }
    expect(seen.length).toBeGreaterThan(8);
    expect(new Set(seen)).toEqual(new Set(['old', 'new']));
  }, 60_000);
});

import {
  chmodSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { LockTimeouts } from '../../lib/io/file-lock';
import { lockFileOf, readLockFile as readFile, updateLockFile as updateFile } from '../../lib/io/lock-file';
import type { Lock } from '../../lib/lock/model';
import { lockText as textOf } from '../../lib/lock/text';
import { addressOf, KINDS } from '../helpers/facts';
import { inDirectory, inDirectoryFor } from '../helpers/temporary';

const readLockFile = (path: string) => readFile(path, KINDS);
const lockText = (lock: Lock) => textOf(lock, KINDS);
const updateLockFile = <T extends { readonly lock: Lock }>(
  path: string,
  update: (lock: Lock | undefined) => T,
  timeouts: LockTimeouts = {},
) => updateFile(path, update, { kinds: KINDS, timeouts });
const GATEWAY = addressOf(['203.0.113.7']);
const lockOf = (...meshes: readonly string[]): Lock => ({
  meshes: Object.fromEntries(meshes.map((mesh) => [mesh, { gateways: { in: GATEWAY } }])),
});
/** Adds a mesh to a lock. */
const adding = (mesh: string) => (lock: Lock | undefined) => ({
  lock: { meshes: { ...lock?.meshes, ...lockOf(mesh).meshes } },
});

describe('the name of a lock file', () => {
  test.each([
    ['federation.yaml', 'federation.lock.yaml'],
    ['a/b/fed.yml', 'a/b/fed.lock.yaml'],
    ['./federation.json', 'federation.json.lock.yaml'],
    ['federation', 'federation.lock.yaml'],
    ['/x.y/f.d.yaml', '/x.y/f.d.lock.yaml'],
  ])('%s -> %s', (topology, lock) => {
    expect(lockFileOf(topology)).toBe(lock);
  });
});

describe('reading a lock file', () => {
  test('gives its lock, or neither lock nor problem where there is none', () => {
    inDirectory({ 'a.lock.yaml': lockText(lockOf('west')) }, (directory) => {
      expect(readLockFile(join(directory, 'a.lock.yaml')).lock).toEqual(lockOf('west'));
      expect(readLockFile(join(directory, 'b.lock.yaml'))).toEqual({ issues: [] });
    });
  });

  test('tells the file and the line of what is wrong', () => {
    inDirectory({ 'a.lock.yaml': 'version: 2\nmeshes: {}\nmore: 1\n' }, (directory) => {
      const file = join(directory, 'a.lock.yaml');
      expect(readLockFile(file).issues).toEqual([
        {
          code: 'LCK003',
          file,
          line: 3,
          column: 1,
          path: 'more',
          message: 'unknown key "more"',
          fix: expect.any(String),
        },
      ]);
    });
  });

  test('reports what is not a file, and what is too large', () => {
    inDirectory({ 'a.lock.yaml/x': '' }, (directory) => {
      const messages = (file: string) =>
        readLockFile(join(directory, file)).issues.map(({ code, message }) => `${code} ${message}`);
      expect(messages('a.lock.yaml')).toEqual(['LCK001 cannot read the lock: it is not a file']);
      expect(messages('a.lock.yaml/x/y')).toEqual(['LCK001 cannot read the lock: a parent is not a directory']);
      truncateSync(createFile(join(directory, 'large')), 50_000_000);
      expect(messages('large')).toEqual(['LCK001 cannot read the lock: too large: 50000000 bytes, maximum 40000000']);
    });
  });
});

function createFile(path: string): string {
  writeFileSync(path, '');
  return path;
}

describe('updating a lock file', () => {
  test('makes it, changes it, and leaves nothing else behind', () =>
    inDirectoryFor({}, async (directory) => {
      const file = join(directory, 'a.lock.yaml');
      expect(await updateLockFile(file, adding('west'))).toEqual({
        issues: [],
        result: { lock: lockOf('west') },
        written: true,
      });
      chmodSync(file, 0o640);
      expect((await updateLockFile(file, adding('east'))).written).toBe(true);
      expect(readFileSync(file, 'utf8')).toBe(lockText(lockOf('east', 'west')));
      expect(statSync(file).mode & 0o777).toBe(0o640);
      expect(readdirSync(directory)).toEqual(['a.lock.yaml']);
    }));

  test('does not touch it where nothing changes, and makes none for nothing', () =>
    inDirectoryFor({}, async (directory) => {
      const file = join(directory, 'a.lock.yaml');
      expect((await updateLockFile(file, () => ({ lock: { meshes: {} } }))).written).toBe(false);
      expect(readdirSync(directory)).toEqual([]);
      await updateLockFile(file, adding('west'));
      utimesSync(file, 1000, 1000);
      expect((await updateLockFile(file, adding('west'))).written).toBe(false);
      expect(statSync(file).mtimeMs).toBe(1_000_000);
    }));

  test('does nothing to one that cannot be read', () =>
    inDirectoryFor({ 'a.lock.yaml': 'nonsense' }, async (directory) => {
      const file = join(directory, 'a.lock.yaml');
      const { issues, written, result } = await updateLockFile(file, adding('west'));
      expect(issues.map(({ code }) => code)).toEqual(['LCK004']);
      expect([written, result]).toEqual([false, undefined]);
      expect(readFileSync(file, 'utf8')).toBe('nonsense');
      expect(readdirSync(directory)).toEqual(['a.lock.yaml']);
    }));

  test('does not replace a symbolic link', () =>
    inDirectoryFor({ 'there.yaml': lockText(lockOf('west')) }, async (directory) => {
      const file = join(directory, 'a.lock.yaml');
      symlinkSync('there.yaml', file);
      const { issues, result } = await updateLockFile(file, adding('east'));
      expect(issues.map(({ code }) => code)).toEqual(['LCK011']);
      expect(result).toEqual({ lock: lockOf('east', 'west') });
      expect(readFileSync(join(directory, 'there.yaml'), 'utf8')).toBe(lockText(lockOf('west')));
    }));

  test('tells where it cannot be written', () =>
    inDirectoryFor({}, async (directory) => {
      const { issues, written } = await updateLockFile(join(directory, 'none', 'a.lock.yaml'), adding('west'));
      expect(issues.map(({ code, message }) => `${code} ${message}`)).toEqual([
        'LCK011 cannot write the lock: no such file or directory',
      ]);
      expect(written).toBe(false);
    }));

  test('waits for a file lock that changes, and removes a stale one', () =>
    inDirectoryFor({ '.a.lock.yaml.lock': 'left by a killed process' }, async (directory) => {
      const file = join(directory, 'a.lock.yaml');
      const { written } = await updateLockFile(file, adding('west'), { pause: 5, stale: 50 });
      expect(written).toBe(true);
      expect(readdirSync(directory)).toEqual(['a.lock.yaml']);
    }));

  test('begins again where its file lock was removed in the middle of it', () =>
    inDirectoryFor({}, async (directory) => {
      const file = join(directory, 'a.lock.yaml');
      let calls = 0;
      const { written } = await updateLockFile(
        file,
        (lock) => {
          calls += 1;
          if (calls === 1) {
            // What another process does that takes this one for dead: it removes the file lock, and writes.
            writeFileSync(join(directory, '.a.lock.yaml.lock'), 'of another process');
            writeFileSync(file, lockText(lockOf('east')));
          }
          return adding('west')(lock);
        },
        { pause: 5, stale: 50 },
      );
      expect([calls, written]).toEqual([2, true]);
      expect(readLockFile(file).lock).toEqual(lockOf('east', 'west'));
      expect(readdirSync(directory)).toEqual(['a.lock.yaml']);
    }));

  test('removes what a killed run left, when that is some time ago', () =>
    inDirectoryFor({}, async (directory) => {
      const left = ['.a.lock.yaml.0123456789ab.ossm-fed-new', '..a.lock.yaml.lock.0123456789ab.ossm-fed-new'];
      const others = [
        '.b.lock.yaml.0123456789ab.ossm-fed-new',
        '.a.lock.yaml.ba9876543210.ossm-fed-new',
        '.a.lock.yaml.swp',
      ];
      for (const name of [...left, ...others]) createFile(join(directory, name));
      for (const name of [...left, '.b.lock.yaml.0123456789ab.ossm-fed-new', '.a.lock.yaml.swp'])
        utimesSync(join(directory, name), 1000, 1000);
      await updateLockFile(join(directory, 'a.lock.yaml'), adding('west'));
      expect(readdirSync(directory).sort()).toEqual([...others, 'a.lock.yaml'].sort());
    }));
});

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acquireFileLock, acquireFileLockSync } from '../../lib/io/file-lock';
import { hasEnded, lockToken } from '../../lib/io/lock-holder';
import { inDirectory, inDirectoryFor } from '../helpers/temporary';

/** The ID of a process that has ended. */
function endedProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

const tokenOf = (pid: number) => lockToken().replace(/ \d+ /, ` ${pid} `);

/** So long that a test fails that waits for it. */
const NEVER = { stale: 1e9 };

test('a lock whose process has ended is taken over at once', async () => {
  const left = tokenOf(endedProcess());
  inDirectory({ lock: left }, (directory) => {
    const path = join(directory, 'lock');
    const lock = acquireFileLockSync(path, NEVER);
    expect(lock.isHeld()).toBe(true);
    expect(readFileSync(path, 'utf8')).not.toBe(left);
  });
  await inDirectoryFor({ lock: left }, async (directory) => {
    expect((await acquireFileLock(join(directory, 'lock'), NEVER)).isHeld()).toBe(true);
  });
});

test.each([
  ['this process', () => lockToken()],
  ['another user', () => tokenOf(1)],
  ['another machine', () => tokenOf(endedProcess()).replace(/\w{16}$/, '0123456789abcdef')],
  ['an earlier version', () => 'f'.repeat(32)],
  ['no process', () => tokenOf(0)],
  ['all processes of the user', () => tokenOf(-1)],
  ['an unknown program', () => ''],
])('a lock of %s is waited for until it is stale', (_, token) => {
  expect(hasEnded(token())).toBe(false);
  inDirectory({}, (directory) => {
    const path = join(directory, 'lock');
    writeFileSync(path, token());
    const start = performance.now();
    expect(acquireFileLockSync(path, { pause: 10, stale: 100 }).isHeld()).toBe(true);
    expect(performance.now() - start).toBeGreaterThanOrEqual(90);
  });
});

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '..', '..');

/** A user without any rights; Linux and macOS have none with this number. */
const UNPRIVILEGED = 54_321;

/**
 * A program that is required before another one, which it kills before the nth change that it makes to the file system,
 * and while it writes a file also in the middle of that; KILL_AT is n.
 */
export const KILLER = `
const fs = require('node:fs');
let left = Number(process.env.KILL_AT);
const step = (halfway) => {
  left -= 1;
  if (left !== 0) return;
  halfway?.();
  process.kill(process.pid, 'SIGKILL');
};
const writeFileSync = fs.writeFileSync;
for (const name of ['openSync', 'renameSync', 'linkSync', 'rmSync', 'rmdirSync', 'mkdirSync', 'mkdtempSync', 'fsyncSync', 'closeSync']) {
  const original = fs[name];
  fs[name] = (...args) => {
    step();
    return original(...args);
  };
}
fs.writeFileSync = (file, text, ...rest) => {
  step();
  step(() => writeFileSync(file, String(text).slice(0, String(text).length / 2), ...rest));
  return writeFileSync(file, text, ...rest);
};
`;

/** What a program did. */
export interface Ended {
  /** The exit code; null where it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program of its own process, made of a TypeScript text that may import from the project by './lib/...'. */
export class Program {
  private readonly directory = realpathSync(mkdtempSync(join(tmpdir(), 'ossm-fed-program-')));
  private readonly file = join(this.directory, 'program.cjs');
  private readonly killer = join(this.directory, 'killer.cjs');

  constructor(text: string) {
    buildSync({
      stdin: { contents: text, resolveDir: ROOT, loader: 'ts' },
      absWorkingDir: ROOT,
      bundle: true,
      platform: 'node',
      outfile: this.file,
      logLevel: 'error',
    });
    writeFileSync(this.killer, KILLER);
  }

  /**
   * Runs it to its end.
   *
   * @param killAt the change to the file system before which it is killed
   */
  run(args: readonly string[], cwd: string, killAt?: number): Ended {
    const { argv, env } = this.command(args, killAt);
    const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd, env, encoding: 'utf8' });
    return { code: status, stdout, stderr };
  }

  /**
   * Runs it to its end as a user whom file modes bind. The superuser, whom they do not bind, gives the current directory
   * to another user for that.
   */
  runUnprivileged(args: readonly string[], cwd: string): Ended {
    const { argv, env } = this.command(args);
    const user = process.getuid?.() === 0 ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {};
    if (user.uid !== undefined) {
      chmodSync(this.directory, 0o755);
      const paths = readdirSync(cwd, { recursive: true, encoding: 'utf8' });
      for (const path of ['.', ...paths]) chownSync(join(cwd, path), UNPRIVILEGED, UNPRIVILEGED);
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd, env, encoding: 'utf8', ...user });
    return { code: status, stdout, stderr };
  }

  /** Starts it. */
  start(
    args: readonly string[],
    cwd: string,
  ): { readonly child: ChildProcess; readonly ended: Promise<number | null> } {
    const { argv, env } = this.command(args);
    const child = spawn(process.execPath, argv, { cwd, env, stdio: 'ignore' });
    return { child, ended: new Promise((resolve) => child.once('exit', resolve)) };
  }

  /** Removes its files. */
  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private command(args: readonly string[], killAt?: number) {
    const preload = killAt === undefined ? [] : ['--require', this.killer];
    const env = { ...process.env, NODE_OPTIONS: '', ...(killAt !== undefined && { KILL_AT: String(killAt) }) };
    return { argv: [...preload, this.file, ...args], env };
  }
}

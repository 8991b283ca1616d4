import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ended } from './program';

const ROOT = join(__dirname, '..', '..');

/** The directory that the test files of a run share; undefined in runs that have none. */
const SHARED = process.env.OSSM_FED_TEST_BUILD;

/** The command as it is installed, built anew for each run of the tests, for tests of what it is as a process. */
export class BuiltCommand {
  private readonly directory: string;

  /** @param kept a directory that exists, in which what was built before is used again, and which is kept */
  constructor(private readonly kept = SHARED) {
    this.directory = kept ?? realpathSync(mkdtempSync(join(tmpdir(), 'ossm-fed-built-')));
    if (existsSync(this.build)) return;
    cpSync(join(ROOT, 'bin'), join(this.directory, 'bin'), { recursive: true });
    this.moveBuild(mkdtempSync(join(this.directory, 'new-')));
  }

  /** Builds in a directory of its own and moves the result, as other test files may do the same at the same time. */
  private moveBuild(temporary: string): void {
    const built = join(temporary, 'build');
    const args = ['--import', 'tsx', join('scripts', 'build.ts'), built];
    execFileSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
    try {
      renameSync(built, this.build);
    } catch (error) {
      if (!existsSync(this.build)) throw error;
    }
    rmSync(temporary, { recursive: true, force: true });
  }

  /** The file that Node.js runs. */
  get file(): string {
    return join(this.directory, 'bin', 'ossm-fed.js');
  }

  /** The directory of all files that are built. */
  get build(): string {
    return join(this.directory, 'build');
  }

  /** Starts it; it sees no variables but those that are given, and PATH. */
  start(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Started {
    const argv = [this.file, ...args];
    const child = spawn(process.execPath, argv, {
      cwd,
      env: { PATH: process.env.PATH, HOME: cwd, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const texts = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].on('data', (data: Buffer) => {
        texts[stream] += data.toString();
      });
    }
    const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...texts })));
    return { child, ended };
  }

  /** Removes its files, unless others may use them. */
  remove(): void {
    if (this.kept === undefined) rmSync(this.directory, { recursive: true, force: true });
  }
}

/** A process that was started. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

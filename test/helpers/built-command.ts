import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Ended } from './program';

const ROOT = join(__dirname, '..', '..');

/** The directory that the test files of a run share; undefined in runs that have none. */
const SHARED = process.env.OSSM_FED_TEST_BUILD;

/** The binary to test in place of the package; undefined to test the package. */
const BINARY = process.env.OSSM_FED_BINARY && resolve(process.env.OSSM_FED_BINARY);

/** Whether the command under test is a binary. */
export const IS_BINARY = Boolean(BINARY);

/** The variables with which the command under test runs a program before it starts: Node.js and Bun have one each. */
export function preloading(program: string): NodeJS.ProcessEnv {
  return IS_BINARY ? { BUN_OPTIONS: `--preload ${program}` } : { NODE_OPTIONS: `--require ${program}` };
}

/** The command as it is installed, built anew for each run of the tests, for tests of what it is as a process. */
export class BuiltCommand {
  /** The program and its first arguments, which start the command. */
  readonly argv: readonly [string, ...string[]];
  private readonly directory: string;

  /**
   * @param kept a directory that exists, in which what was built before is used again, and which is kept
   * @param binary the binary that runs in place of the package; none is the package
   */
  constructor(
    private readonly kept = SHARED,
    binary = BINARY,
  ) {
    this.directory = kept ?? realpathSync(mkdtempSync(join(tmpdir(), 'ossm-fed-built-')));
    const bin = join(this.directory, 'bin');
    this.argv = binary ? [binary] : [process.execPath, join(bin, 'ossm-fed.js')];
    if (binary || existsSync(this.build)) return;
    cpSync(join(ROOT, 'bin'), bin, { recursive: true });
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

  /** The directory of all files of the package that are built; it does not exist where a binary runs. */
  get build(): string {
    return join(this.directory, 'build');
  }

  /** Starts it; it sees no variables but those that are given, PATH, and where it may keep compiled code. */
  start(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Started {
    const [program, ...first] = this.argv;
    const child = spawn(program, [...first, ...args], {
      cwd,
      env: { PATH: process.env.PATH, HOME: cwd, XDG_CACHE_HOME: join(this.directory, 'cache'), ...env },
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

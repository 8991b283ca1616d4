import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ended } from './program';

const ROOT = join(__dirname, '..', '..');

/** The command as it is installed, built anew into a directory of its own, for tests of what it is as a process. */
export class BuiltCommand {
  /** @param directory a directory that exists, in which what was built before is used again */
  constructor(private readonly directory = realpathSync(mkdtempSync(join(tmpdir(), 'ossm-fed-built-')))) {
    // The build writes it last.
    if (existsSync(join(directory, 'build', 'program.cache'))) return;
    mkdirSync(join(directory, 'bin'), { recursive: true });
    copyFileSync(join(ROOT, 'bin', 'ossm-fed.js'), join(directory, 'bin', 'ossm-fed.js'));
    const build = ['--import', 'tsx', join('scripts', 'build.ts'), join(directory, 'build')];
    execFileSync(process.execPath, build, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
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

  /** Removes its files. */
  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** A process that was started. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

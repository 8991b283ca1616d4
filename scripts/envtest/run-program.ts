import { type ChildProcess, spawn } from 'node:child_process';

/** How a program ended. */
export interface Ended {
  /** Whether it ended by itself and with 0. */
  readonly ok: boolean;
  readonly stdout: string;
  /** Whether it was killed because it took too long. */
  readonly late: boolean;
  /** The end of what it wrote to standard error, or why it could not be started, or that it took too long. */
  readonly problem: string;
}

/** How a program is run. */
export interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly directory: string;
  /** In milliseconds; then it is killed with all that it started. */
  readonly timeout: number;
}

const KEPT = 2000;
const running = new Set<ChildProcess>();

/**
 * Runs a program to its end, without standard input, in its own process group, so that all of `go run` can be killed.
 */
export function runProgram(command: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  return new Promise((resolve) => {
    const { env, directory, timeout } = options;
    const child = spawn(command, args, { env, cwd: directory, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    running.add(child);
    let [stdout, stderr, late] = ['', '', false];
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      stderr = (stderr + data.toString()).slice(-KEPT);
    });
    const timer = setTimeout(() => {
      late = true;
      killGroup(child);
    }, timeout);
    const end = (ok: boolean, problem: string): void => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ ok, stdout, late, problem });
    };
    child.on('error', (error) => end(false, error.message));
    child.on('close', (code, signal) => {
      if (late) end(false, `it was not done after ${timeout / 1000} seconds`);
      else end(code === 0, stderr.trim() || `it ended with ${signal ?? code}`);
    });
  });
}

/** Kills all programs that still run, each with all that it started. */
export function killPrograms(): void {
  running.forEach(killGroup);
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}

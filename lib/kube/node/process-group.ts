import { type ChildProcess, spawn } from 'node:child_process';

/** How a program ended. */
export interface ProgramEnd {
  /** What it printed on standard output. */
  readonly output: string;
  /** The exit code; null where a signal ended it. */
  readonly code: number | null;
  /** The signal that ended it, if any. */
  readonly signal: NodeJS.Signals | null;
  /** The limit that it exceeded, and for which it was killed; undefined where it exceeded none. */
  readonly exceeded?: 'time' | 'output';
}

/** The limits of a program. */
export interface ProgramLimits {
  /** How long it may run, in milliseconds. */
  readonly milliseconds: number;
  /** How much it may print, in bytes. */
  readonly bytes: number;
}

/**
 * Runs a program without a shell, without input and without a terminal. Beyond a limit it is killed with all programs
 * that it started, as it has a process group of its own; and so it is when this process ends by a signal. On Windows only
 * the program itself is killed. Rejects with the error of the system if the program cannot be started.
 */
export function runProgram(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { milliseconds, bytes }: ProgramLimits,
): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env,
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const chunks: Buffer[] = [];
    let length = 0;
    let exceeded: ProgramEnd['exceeded'];
    const exceed = (limit: 'time' | 'output') => {
      exceeded ??= limit;
      killGroup(child);
    };
    const timer = setTimeout(() => exceed('time'), milliseconds);
    const forget = () => {
      clearTimeout(timer);
      untrack(child);
    };
    track(child);
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > bytes) exceed('output');
      else chunks.push(chunk);
    });
    child.once('error', (error) => {
      forget();
      reject(error);
    });
    child.once('close', (code, signal) => {
      forget();
      resolve({ output: Buffer.concat(chunks).toString('utf8'), code, signal, ...(exceeded && { exceeded }) });
    });
  });
}

function killGroup(child: ChildProcess): void {
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // All of them have ended already.
  }
}

/** The programs that run; a group of its own gets no Ctrl-C from the terminal. */
const running = new Set<ChildProcess>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function track(child: ChildProcess): void {
  if (running.size === 0) {
    process.on('exit', killAll);
    for (const signal of SIGNALS) process.on(signal, endBySignal);
  }
  running.add(child);
}

function untrack(child: ChildProcess): void {
  running.delete(child);
  if (running.size > 0) return;
  process.off('exit', killAll);
  for (const signal of SIGNALS) process.off(signal, endBySignal);
}

function killAll(): void {
  for (const child of running) killGroup(child);
}

/** Kills all programs, then ends this process as without this listener, unless the host has one of its own. */
function endBySignal(signal: NodeJS.Signals): void {
  killAll();
  process.off(signal, endBySignal);
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}

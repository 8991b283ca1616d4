import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a process is started. */
export interface ProcessProps {
  readonly command: readonly [string, ...string[]];
  readonly directory: string;
  /** All variables of its environment. */
  readonly env: NodeJS.ProcessEnv;
  /** The path of the file that its output is appended to. */
  readonly log: string;
}

/** A process in the background, in a group of its own with all that it starts. */
export class Background {
  private readonly child: ChildProcess;

  constructor(private readonly props: ProcessProps) {
    const { command, directory, env, log } = props;
    const file = openSync(log, 'a');
    // Envoy opens its standard output again, as another user.
    chmodSync(log, 0o666);
    const [program, ...args] = command;
    this.child = spawn(program, args, { cwd: directory, env, stdio: ['ignore', file, file], detached: true });
    this.child.on('error', () => undefined);
    closeSync(file);
  }

  /** Whether it still runs. */
  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null && this.child.pid !== undefined;
  }

  /** Kills it with all that it started, and waits until it is gone. */
  async stop(): Promise<void> {
    const { pid } = this.child;
    if (!this.running || pid === undefined) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    process.kill(-pid, 'SIGKILL');
    await gone;
  }

  /** Asks it to end, and waits until it has or until it takes too long. */
  async terminate(patience: number): Promise<void> {
    if (!this.running) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await Promise.race([gone, sleep(patience)]);
  }

  /** The whole output until now. */
  get output(): string {
    return readFileSync(this.props.log, 'utf8');
  }
}

/** Runs a program to its end, and gives what it wrote; throws what it wrote to standard error where it fails. */
export function run(command: readonly [string, ...string[]], options: { readonly input?: string } = {}): string {
  const [program, ...args] = command;
  const limits = { timeout: 120_000, maxBuffer: 1 << 26, encoding: 'utf8' } as const;
  return execFileSync(program, args, { ...limits, stdio: ['pipe', 'pipe', 'pipe'], input: options.input ?? '' });
}

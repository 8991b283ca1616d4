/**
 * Runs servers for as long as somebody holds its standard input open, then kills them and removes their directory. So
 * they end with the tests however these end: by themselves, by an exception, by Ctrl-C, killed.
 *
 * Usage: keeper.ts PLAN, with a KeeperPlan as JSON. It writes the process ids as one line of JSON, and a line for each
 * server that ends too early.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** One server. */
export interface ServerPlan {
  /** Its name, which its log has with `.log` behind. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Variables beside those of this process. */
  readonly env?: { readonly [variable: string]: string };
}

/** What to run. */
export interface KeeperPlan {
  /** Where the logs are written. It is removed at the end. */
  readonly directory: string;
  readonly servers: readonly ServerPlan[];
  /** Whether the directory stays. */
  readonly keep: boolean;
}

/** What the keeper says, a line each. */
export type KeeperMessage =
  | { readonly kind: 'started'; readonly pids: { readonly [server: string]: number } }
  | { readonly kind: 'ended'; readonly server: string };

function say(message: KeeperMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function start({ name, command, args, env }: ServerPlan, directory: string): ChildProcess {
  const log = openSync(join(directory, `${name}.log`), 'a');
  const options = { cwd: directory, env: { ...process.env, ...env } };
  const server = spawn(command, args, { stdio: ['ignore', log, log], ...options });
  const ended = (): void => say({ kind: 'ended', server: name });
  server.on('exit', ended);
  server.on('error', ended);
  return server;
}

/** Kills a server, one that has been stopped too, and waits until it is gone. */
function end(server: ChildProcess): Promise<void> {
  server.removeAllListeners('exit');
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    server.on('exit', () => resolve());
    server.kill('SIGKILL');
  });
}

function main({ directory, servers, keep }: KeeperPlan): void {
  const running = servers.map((server) => start(server, directory));
  say({ kind: 'started', pids: Object.fromEntries(servers.map(({ name }, i) => [name, running[i]?.pid ?? 0])) });

  const finish = async (): Promise<void> => {
    await Promise.all(running.map(end));
    if (!keep) rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
    process.exit(0);
  };
  process.stdin.on('end', finish).on('error', finish).resume();
  // Whoever reads may be gone; that is no reason to leave servers behind.
  process.stdout.on('error', () => undefined);
  process.on('SIGTERM', finish);
  process.on('SIGINT', () => undefined);
  process.on('SIGHUP', () => undefined);
}

main(JSON.parse(process.argv[2] ?? '') as KeeperPlan);

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Recorded } from './recording';
import type { Serving } from './serving';

/** Servers in a process of their own. */
export interface Apis extends Serving {
  /** Ends the process. */
  readonly end: () => void;
}

/** Starts the servers of a program, which prints their URLs and ends with its input. */
export async function startApis(program: string): Promise<Apis> {
  const args = ['--import', pathToFileURL(require.resolve('tsx')).href, resolve(program)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [output] = (await once(child.stdout, 'data')) as [Buffer];
  return { ...(JSON.parse(output.toString()) as Serving), end: () => child.stdin.end() };
}

/** Sets the milliseconds before an answer. */
export async function setDelay({ control }: Apis, milliseconds: number): Promise<void> {
  await fetch(`${control}/-/delay`, { method: 'PUT', body: String(milliseconds) });
}

/** Does something and returns the requests that the servers got meanwhile. */
export async function record({ control }: Apis, action: () => Promise<unknown>): Promise<readonly Recorded[]> {
  const url = `${control}/-/requests`;
  await fetch(url, { method: 'DELETE' });
  await action();
  return (await (await fetch(url)).json()) as readonly Recorded[];
}

/** Requests from a pod, and what answered. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Pod } from './pod';
import { Background, run } from './processes';

/** How long the right answers may take, in milliseconds. */
const PATIENCE = 60_000;

/** One answer. */
export interface Reply {
  /** The status of HTTP; 200 for a TCP connection on which something arrived, 0 where nothing answered. */
  readonly status: number;
  /** The name of the pod that answered; empty where none did. */
  readonly server: string;
  /** The identity of the client as the server saw it. */
  readonly client: string;
  /** What came instead of an answer of a pod. */
  readonly problem: string;
}

/** Sends requests from a pod, one after the other. */
export function send(pod: Pod, url: string, count = 1): readonly Reply[] {
  return parsed(run(pod.program('client.mjs', [url, String(count)])));
}

/** Requests that go on in the background. */
export class Load {
  private readonly process: Background;

  /** Starts to send, with a pause between two requests in milliseconds; it ends after 3,000 requests at the latest. */
  constructor(pod: Pod, url: string, pause: number, log: string) {
    const command = pod.program('client.mjs', [url, '3000', String(pause)]);
    this.process = new Background({ command, directory: '/', env: { PATH: process.env.PATH }, log });
  }

  /** The answers until now. */
  get replies(): readonly Reply[] {
    const { output } = this.process;
    return parsed(output.slice(0, output.lastIndexOf('\n') + 1));
  }

  /** Ends it, and gives all answers. */
  async stop(): Promise<readonly Reply[]> {
    await this.process.stop();
    return this.replies;
  }
}

/** How many answers came from which Deployment, or what came instead, such as `{ 'details-v1': 6, '503': 1 }`. */
export function counted(replies: readonly Reply[]): { readonly [source: string]: number } {
  const counts: { [source: string]: number } = {};
  for (const reply of replies) {
    const source = reply.status === 200 ? deploymentOf(reply.server) : String(reply.status);
    counts[source] = (counts[source] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => a.localeCompare(b)));
}

function deploymentOf(pod: string): string {
  return pod.replace(/-[0-9a-f]{6}$/, '');
}

function parsed(output: string): readonly Reply[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { status, body } = JSON.parse(line) as { readonly status: number; readonly body: string };
      if (status !== 200) return { status, server: '', client: '', problem: body };
      if (!body.startsWith('{')) return { status, server: body, client: '', problem: '' };
      const { server, client } = JSON.parse(body) as { readonly server: string; readonly client: string };
      return { status, server, client, problem: '' };
    });
}

/** The requests that a workload has got, by their paths. */
export function seenBy(pod: Pod): { readonly [path: string]: number } {
  return JSON.parse(pod.ask('http://127.0.0.1:9080/seen')) as { readonly [path: string]: number };
}

/** Prints what was sent and what came of it, for the closing note of a run. */
export function show(what: string, replies: readonly Reply[]): void {
  process.stdout.write(`  ${what}: ${replies.length} requests, ${JSON.stringify(counted(replies))}\n`);
}

/** Sends until the answers are as expected, or too much time has passed; gives the last ones. */
export async function sendUntil(expected: Check, sending: () => readonly Reply[]): Promise<readonly Reply[]> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const replies = sending();
    if (expected(replies) || Date.now() > end) return replies;
    await sleep(250);
  }
}

/** Checks answers. */
export type Check = (replies: readonly Reply[]) => boolean;

/** Answers from all of some Deployments and from nothing else; a status stands for what is no answer. */
export function allFrom(...deployments: readonly string[]): Check {
  return (replies) => Object.keys(counted(replies)).join() === [...deployments].sort().join();
}

/** Answers with one status. */
export function allWith(status: number): Check {
  return (replies) => replies.every((reply) => reply.status === status);
}

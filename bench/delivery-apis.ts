/**
 * Three servers that answer as the APIs of many clusters with controllers, each below a path with its name, store what is
 * applied, and take their time: a process of its own, so that it takes no time of the benchmark. It prints the URLs as JSON
 * and ends with its input.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiRequest } from '../lib/kube/sending';
import { actOn } from '../test/helpers/acting-controllers';
import { MemoryCluster } from '../test/helpers/memory-cluster';
import { SLOW } from './many-clusters';

/** The milliseconds before an answer: of most clusters, and of the slowest. */
const DELAY = 50;
const SLOW_DELAY = 500;

/** What is applied counts as applied an hour ago, so that no status waits for a minute to pass. */
const HOUR = 3_600_000;
const now = () => new Date(Date.now() - HOUR);

const clusters = new Map<string, MemoryCluster>();

function clusterOf(name: string): MemoryCluster {
  const known = clusters.get(name);
  if (known !== undefined) return known;
  const uid = `00000000-0000-4000-8000-${String(clusters.size).padStart(12, '0')}`;
  const cluster = new MemoryCluster(uid);
  cluster.now = now;
  cluster.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'openshift-operators' } });
  clusters.set(name, cluster);
  return cluster;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function answerTo(request: IncomingMessage): Promise<readonly [number, unknown]> {
  const [, name = '', path = ''] = /^\/([^/]+)(\/.*)$/.exec(request.url ?? '') ?? [];
  const text = await textOf(request);
  await sleep(name === SLOW ? SLOW_DELAY : DELAY);
  const cluster = clusterOf(name);
  const method = request.method as ApiRequest['method'];
  const body = text === '' ? {} : { body: { type: 'application/apply-patch+yaml', text } };
  const before = cluster.writes.length;
  const answer = await cluster.send({ method, path, ...body } as ApiRequest);
  if (cluster.writes.length > before) actOn([[name, cluster]], now);
  if ('value' in answer) return [200, answer.value];
  const isObject = answer.failure.kind === 'missing';
  return [404, isObject ? { kind: 'Status', reason: 'NotFound', code: 404 } : '404 page not found'];
}

const servers = [1, 2, 3].map(() =>
  createServer((request, response) => {
    void answerTo(request).then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  }),
);
Promise.all(servers.map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))).then(
  () => {
    const urls = servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    console.log(JSON.stringify(urls));
  },
);
process.stdin.on('end', () => process.exit(0)).resume();

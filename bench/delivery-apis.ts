/**
 * Three servers that answer as the APIs of many clusters with controllers, each below a path with its name, store what is
 * applied, and take their time: a process of its own, so that it takes no time of the benchmark. It prints the URLs as JSON
 * and ends with its input. The benchmark itself sends requests below `/-/`: `PUT /-/delay` sets the milliseconds before an
 * answer, `DELETE /-/requests` forgets the requests so far, `GET /-/requests` returns them.
 */
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiRequest } from '../lib/kube/sending';
import { actOn } from '../test/helpers/acting-controllers';
import { MemoryCluster } from '../test/helpers/memory-cluster';
import { DELAY, SLOW, SLOW_DELAY } from './many-clusters';
import { partnerOf, SHARED, SHOP } from './pairs';
import type { Recorded } from './recording';
import { serve } from './serving';

/** The milliseconds before an answer of most clusters. */
let delay = DELAY;

let recorded: Recorded[] = [];

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
  const ports = [{ name: 'http', port: 80, protocol: 'TCP' }];
  cluster.put({ apiVersion: 'v1', kind: 'Service', metadata: { name: SHARED, namespace: SHOP }, spec: { ports } });
  clusters.set(name, cluster);
  return cluster;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Answers a request of the benchmark itself. */
function control(method: string, what: string, text: string): readonly [number, unknown] {
  if (method === 'PUT' && what === 'delay') delay = Number(text);
  else if (method === 'DELETE' && what === 'requests') recorded = [];
  else if (method === 'GET' && what === 'requests') return [200, recorded];
  else return [404, {}];
  return [200, {}];
}

async function answerTo(request: IncomingMessage): Promise<readonly [number, unknown]> {
  const from = performance.now();
  const [, name = '', path = ''] = /^\/([^/]+)(\/.*)$/.exec(request.url ?? '') ?? [];
  const { method = '' } = request;
  const text = await textOf(request);
  if (name === '-') return control(method, path.slice(1), text);
  await sleep(name === SLOW ? (delay / DELAY) * SLOW_DELAY : delay);
  const body = text === '' ? {} : { body: { type: request.headers['content-type'] ?? '', text } };
  const answer = await answerOf(name, { method, path, ...body } as ApiRequest);
  recorded.push({ cluster: name, method, path, ...body, from, to: performance.now() });
  return answer;
}

/** Does what controllers do on a cluster and on the other one of its pair. */
function act(name: string): void {
  const names = [name, partnerOf(name)].filter((one) => one !== undefined);
  actOn(
    names.map((one) => [one, clusterOf(one)]),
    () => new Date(),
  );
}

async function answerOf(name: string, request: ApiRequest): Promise<readonly [number, unknown]> {
  const cluster = clusterOf(name);
  // The last synchronization of a peer has to be of now.
  if (request.path.includes('/servicemeshpeers')) act(name);
  const before = cluster.writes.length;
  const answer = await cluster.send(request);
  if (cluster.writes.length > before) act(name);
  if ('value' in answer) return [200, answer.value];
  const isObject = answer.failure.kind === 'missing';
  return [404, isObject ? { kind: 'Status', reason: 'NotFound', code: 404 } : '404 page not found'];
}

void serve((request, response) => {
  void answerTo(request).then(([status, body]) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
});

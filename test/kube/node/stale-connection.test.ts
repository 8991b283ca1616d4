import { once } from 'node:events';
import { Agent, createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getObject, sendRequest } from '../../../lib/kube/node/request';

const LIMITS = { milliseconds: 20_000, bytes: 1000 };
const OBJECT = { kind: 'ConfigMap' };

let server: Server;
let agent: Agent;
let requests: string[];
/** How many requests of one connection are answered. */
let patience: number;

beforeEach(async () => {
  requests = [];
  agent = new Agent({ keepAlive: true });
  const used = new Map<Socket, number>();
  server = createServer(({ method = '', socket }, response) => {
    const count = (used.get(socket) ?? 0) + 1;
    used.set(socket, count);
    requests.push(`${method} ${count}`);
    if (count > patience) socket.destroy();
    else response.end(JSON.stringify(OBJECT));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  agent.destroy();
  server.closeAllConnections();
  server.close();
});

function url(): URL {
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/x`);
}

function get() {
  return getObject(url(), { agent }, LIMITS);
}

test('an object is requested again where the server closed the connection that it had answered by', async () => {
  patience = 1;
  expect([await get(), await get()]).toEqual([{ value: OBJECT }, { value: OBJECT }]);
  expect(requests).toEqual(['GET 1', 'GET 2', 'GET 1']);
});

test('a new connection that is closed is a failure', async () => {
  patience = 0;
  expect(await get()).toMatchObject({ failure: { kind: 'unreachable' } });
  expect(requests).toEqual(['GET 1']);
});

test('what writes is not sent again by itself', async () => {
  patience = 1;
  await get();
  const body = { type: 'application/json', text: '{}' };
  const answer = await sendRequest(url(), { agent }, LIMITS, { method: 'PATCH', body });
  expect(answer).toMatchObject({ failure: { kind: 'unreachable' } });
  expect(requests).toEqual(['GET 1', 'PATCH 2']);
});

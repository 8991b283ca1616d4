import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const directory = mkdtempSync(join(tmpdir(), 'ossm-fed-bare-'));
const received: string[] = [];
/** The answers to the requests of a round, which are held back until all of them have arrived. */
const held: (() => void)[] = [];
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', () => {
      received.push([request.method, request.url, request.headers['content-type'], text].join(' ').trim());
      const answer = () => response.end('{}');
      if (/\/[bc]\b/.test(request.url ?? '')) held.push(answer);
      else answer();
      if (held.length === 2) for (const one of held) one();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});

afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true, force: true });
});

test('the bare program sends the requests of a round together, and those of a cluster one round after the other', async () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const get = (path: string) => ({ method: 'GET', path });
  const body = { type: 'application/json', text: '{"a":1}' };
  const clusters = [
    {
      url: `${url}/one`,
      rounds: [[get('/a')], [get('/b?limit=1'), { method: 'PATCH', path: '/c', body }], [get('/d')]],
    },
    { url: `${url}/two`, rounds: [[get('/e')]] },
  ];
  const file = join(directory, 'requests.json');
  writeFileSync(file, JSON.stringify({ atATime: 1, clusters }));
  await run(process.execPath, [resolve('bench/bare/replay.js'), file]);
  expect([received[0], received.slice(1, 3).sort(), received.slice(3)]).toEqual([
    'GET /one/a',
    ['GET /one/b?limit=1', 'PATCH /one/c application/json {"a":1}'],
    ['GET /one/d', 'GET /two/e'],
  ]);
});

test('the bare program fails where a server does not answer', async () => {
  const file = join(directory, 'unreachable.json');
  const clusters = [{ url: 'http://127.0.0.1:1', rounds: [[{ method: 'GET', path: '/' }]] }];
  writeFileSync(file, JSON.stringify({ atATime: 1, clusters }));
  await expect(run(process.execPath, [resolve('bench/bare/replay.js'), file])).rejects.toThrow('ECONNREFUSED');
});

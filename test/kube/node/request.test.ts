import type { Socket } from 'node:net';
import { getObject } from '../../../lib/kube/node/request';
import { type FakeAnswer, FakeApi, NOT_FOUND } from '../../helpers/fake-api';

const LIMITS = { milliseconds: 20_000, bytes: 1000 };

let api: FakeApi | undefined;
const servers: FakeApi[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

/** A server that is stopped after the test. */
async function started(starting: Promise<FakeApi>): Promise<FakeApi> {
  const server = await starting;
  servers.push(server);
  return server;
}

/** Gets an object of a server; texts of its host are replaced by `HOST`. */
async function get(starting: Promise<FakeApi>, limits = LIMITS, path = '/x'): Promise<unknown> {
  api = await started(starting);
  const answer = await getObject(new URL(`${api.url}${path}`), { headers: { authorization: 'Bearer SECRET' } }, limits);
  const { host } = new URL(api.url);
  return JSON.parse(JSON.stringify(answer).replaceAll(host, 'HOST'));
}

const answering = (answer: FakeAnswer | object) => get(FakeApi.start({ '/x': answer }));
const failed = (kind: string, detail: string) => ({ failure: { kind, detail } });

test('gives the object, and asks for it as JSON with the credentials', async () => {
  expect(await answering({ kind: 'ConfigMap', data: {} })).toEqual({ value: { kind: 'ConfigMap', data: {} } });
  expect(api?.requests).toEqual(['GET /x']);
  expect(api?.headers[0]).toMatchObject({ accept: 'application/json', authorization: 'Bearer SECRET' });
});

const HTML = '<html>SECRET</html>';

test.each<readonly [string, FakeAnswer, object]>([
  ['an expired token', { status: 401, body: { kind: 'Status', message: 'SECRET' } }, failed('unauthorized', '401')],
  ['a missing permission', { status: 403, body: { kind: 'Status', message: 'SECRET' } }, failed('forbidden', '403')],
  ['no such object', NOT_FOUND, failed('missing', '404')],
  [
    'a page that is not there',
    { status: 404, body: HTML },
    failed('answer', 'HTTP status 404 without a Status object'),
  ],
  ['a page', { body: HTML }, failed('answer', 'not an object')],
  ['JSON that is no object', { body: '[1]' }, failed('answer', 'not an object')],
  ['null', { body: 'null' }, failed('answer', 'not an object')],
  ['nothing', { body: '' }, failed('answer', 'not an object')],
  ['deep nesting', { body: '['.repeat(900) }, failed('answer', 'not an object')],
  ['too much', { body: `"${'x'.repeat(1000)}"` }, failed('answer', 'response of more than 1000 bytes')],
  [
    'a redirect',
    { status: 302, headers: { location: 'http://192.0.2.1/' }, body: HTML },
    failed('answer', 'redirect (302)'),
  ],
  ['another status', { status: 204, body: '' }, failed('answer', 'HTTP status 204 without a Status object')],
  ['too many requests', { status: 429, body: HTML }, failed('unavailable', 'HTTP status 429')],
  ['a broken API', { status: 503, body: HTML }, failed('unavailable', 'HTTP status 503')],
])('%s is told, without what was sent', async (_, answer, expected) => {
  expect(await answering(answer)).toEqual(expected);
});

test.each([
  ['7', 7000],
  [' 0 ', 0],
  ['999999999', 86_400_000],
])('the pause that a busy server asks for is part of the failure: %j', async (header, retryAfter) => {
  for (const status of [429, 503]) {
    expect(await answering({ status, headers: { 'retry-after': header }, body: HTML })).toEqual({
      failure: { kind: 'unavailable', detail: `HTTP status ${status}`, retryAfter },
    });
  }
});

test('a redirect is not followed, so that no one else gets the credentials', async () => {
  const other = await FakeApi.start({});
  await answering({ status: 307, headers: { location: `${other.url}/x` }, body: '' });
  expect(other.requests).toEqual([]);
  await other.stop();
});

test.each<readonly [string, (socket: Socket) => void, object]>([
  ['closes', (socket) => socket.destroy(), failed('unreachable', 'HOST closes the connection')],
  [
    'sends nonsense',
    (socket) => socket.end('SECRET\r\n\r\n'),
    failed('answer', 'HOST does not respond with valid HTTP'),
  ],
  [
    'stops in the middle',
    (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"kind"'),
    failed('unreachable', 'HOST closes the connection'),
  ],
])('a server that %s is told', async (_, use, expected) => {
  expect(await get(FakeApi.startTcp(use))).toEqual(expected);
});

const SHORT = { ...LIMITS, milliseconds: 100 };
const SLOW = failed('timeout', 'no complete response from HOST within 0.1 s');

test('a server that never answers is given up', async () => {
  expect(
    await get(
      FakeApi.startTcp(() => undefined),
      SHORT,
    ),
  ).toEqual(SLOW);
});

test('a server that never comes to an end is given up', async () => {
  const begin = FakeApi.startTcp((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{');
  });
  expect(await get(begin, SHORT)).toEqual(SLOW);
});

test('a server that is not there is told', async () => {
  const gone = await FakeApi.start({});
  await gone.stop();
  const { host } = new URL(gone.url);
  expect(await getObject(new URL(`${gone.url}/x`), {}, LIMITS)).toEqual(
    failed('unreachable', `${host} refuses connections`),
  );
});

test('a server that speaks no TLS is told', async () => {
  api = await started(FakeApi.start({}));
  const url = new URL(api.url.replace('http:', 'https:'));
  expect(await getObject(url, {}, LIMITS)).toEqual(failed('tls', `${url.host} does not respond with valid TLS`));
});

test('a key that is none is told, without it', async () => {
  api = await started(FakeApi.start({}));
  const options = { key: 'SECRET', cert: 'SECRET' };
  const url = new URL(api.url.replace('http:', 'https:'));
  expect(await getObject(url, options, LIMITS)).toEqual(
    failed('tls', `invalid certificate or key in the kubeconfig for ${url.host}`),
  );
});

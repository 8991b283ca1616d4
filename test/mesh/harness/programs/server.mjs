/**
 * A workload: answers HTTP with who it is and whom it sees, and TCP with a line that says who it is.
 *
 * Usage: server.mjs NAME PORT:PROTOCOL..., where the protocol is http or tcp
 */
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';

const [name, ...ports] = process.argv.slice(2);

/** Requests since the start, by path: mirrored ones arrive here too. */
const seen = {};

function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://server');
  if (pathname !== '/seen') seen[pathname] = (seen[pathname] ?? 0) + 1;
  const client = /URI=([^;,]+)/.exec(request.headers['x-forwarded-client-cert'] ?? '')?.[1] ?? '';
  const body = pathname === '/seen' ? seen : { server: name, client, host: request.headers.host };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

for (const [port, protocol] of ports.map((text) => text.split(':'))) {
  const server =
    protocol === 'tcp' ? createTcpServer((socket) => socket.on('error', () => {}).end(`${name}\n`)) : createHttpServer(answer);
  server.listen(Number(port), '0.0.0.0');
}

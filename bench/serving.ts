import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { makeCertificate } from '../test/e2e/harness/certificates';

/** The number of servers that answer for all clusters. */
const SERVERS = 3;

/** Where the servers of a process are. */
export interface Serving {
  /** The servers for clusters; by TLS, as connections that are not encrypted are not used again. */
  readonly urls: readonly string[];
  /** The server for the benchmark itself, without TLS. */
  readonly control: string;
}

/** Starts servers with one answer, prints where they are as JSON, and ends the process with its input. */
export async function serve(answer: RequestListener): Promise<void> {
  const { certificate: cert, key } = makeCertificate({ organization: 'ossm-fed benchmark', ca: false });
  const secure = Array.from({ length: SERVERS }, () => createTlsServer({ cert, key }, answer));
  const ports = await Promise.all([...secure, createServer(answer)].map(listen));
  const urls = ports.slice(0, SERVERS).map((port) => `https://127.0.0.1:${port}`);
  console.log(JSON.stringify({ urls, control: `http://127.0.0.1:${ports[SERVERS]}` } satisfies Serving));
  process.stdin.on('end', () => process.exit(0)).resume();
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

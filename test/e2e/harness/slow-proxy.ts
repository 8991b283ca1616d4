import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as httpsRequest, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterState } from './state';

/** What becomes of a request. */
export interface Treatment {
  /** The pause before it is passed on, in milliseconds. */
  readonly delay?: number;
  /** The seconds of a header `Retry-After`, with which it is rejected as one too many (429). */
  readonly retryAfter?: number;
}

/** A server with the certificate of an API server, which passes requests on to it, later or not at all. */
export class SlowProxy {
  /** The requests so far, each as `GET /path`. */
  readonly requests: string[] = [];
  private readonly server: Server;

  /**
   * @param treat decides what becomes of a request, given how many came before it
   */
  constructor(
    private readonly cluster: ClusterState,
    private readonly treat: (count: number) => Treatment,
  ) {
    const key = readFileSync(cluster.ca.replace(/\.crt$/, '.key'));
    const listener = (request: IncomingMessage, response: ServerResponse) => void this.take(request, response);
    this.server = createServer({ cert: readFileSync(cluster.ca), key }, listener);
  }

  /** Its URL; it must be listening. */
  get url(): string {
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Begins to listen. */
  listen(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  /** Ends it with all its connections. */
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { delay = 0, retryAfter } = this.treat(this.requests.length);
    this.requests.push(`${request.method} ${request.url}`);
    await sleep(delay);
    if (retryAfter !== undefined) {
      const status = { apiVersion: 'v1', kind: 'Status', status: 'Failure', reason: 'TooManyRequests', code: 429 };
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': `${retryAfter}` });
      response.end(JSON.stringify(status));
      return;
    }
    const options = { method: request.method, headers: request.headers, ca: readFileSync(this.cluster.ca) };
    const onward = httpsRequest(new URL(request.url ?? '/', this.cluster.url), options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }
}

import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { isFields } from '../../lib/values';

/** What an API that is none answers to a path. */
export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: { readonly [header: string]: string };
  /** A text as it is, or an object as JSON. */
  readonly body: unknown;
}

/** Answers by path; `*` answers to all other paths. */
export interface Answers {
  readonly [path: string]: FakeAnswer | object | ((request: IncomingMessage) => FakeAnswer | object);
}

/** A server on loopback that answers as an API server would, or as one would not. */
export class FakeApi {
  /** The requests so far, each as `GET /path`. */
  readonly requests: string[] = [];
  /** The headers of the requests. */
  readonly headers: IncomingMessage['headers'][] = [];
  /** The largest number of connections at one time. */
  most = 0;

  private constructor(
    readonly url: string,
    private readonly server: Server | TcpServer,
    private readonly sockets: Set<{ destroy(): unknown }>,
  ) {}

  /** A server that answers to some paths, and to all others that there is no such object. */
  static async start(answers: Answers, tls?: TlsFiles): Promise<FakeApi> {
    const listener: RequestListener = (request, response) => {
      api.requests.push(`${request.method} ${request.url}`);
      api.headers.push(request.headers);
      const stated = answers[request.url ?? ''] ?? answers['*'] ?? NOT_FOUND;
      const found = typeof stated === 'function' ? stated(request) : stated;
      const { status = 200, headers = {}, body }: FakeAnswer = 'body' in found ? found : { body: found };
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(identified(body, request.url ?? '')));
    };
    const server = tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener);
    const api: FakeApi = await FakeApi.listen(server, tls === undefined ? 'http' : 'https');
    return api;
  }

  /** A server that takes connections and does with each what the function does: hang, close, or send nonsense. */
  static startTcp(use: (socket: Socket) => void): Promise<FakeApi> {
    return FakeApi.listen(createTcpServer(use), 'http');
  }

  private static async listen(server: Server | TcpServer, scheme: string): Promise<FakeApi> {
    const sockets = new Set<{ destroy(): unknown }>();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const api = new FakeApi(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`, server, sockets);
    (server as TcpServer).on('connection', (socket) => {
      sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
      api.most = Math.max(api.most, sockets.size);
    });
    return api;
  }

  /** Ends it with all its connections. */
  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A certificate and its key in PEM form. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  /** Of whom a client must show a certificate. */
  readonly ca?: string;
  readonly requestCert?: boolean;
  readonly rejectUnauthorized?: boolean;
}

/** An object with the name and namespace that its path asks for, unless it states its own metadata. */
export function identified(body: unknown, path: string): unknown {
  const [, namespace, name] = /\/namespaces\/([^/]+)\/[^/]+\/([^/?]+)$/.exec(path) ?? [];
  if (name === undefined || !isFields(body) || !('kind' in body) || body.kind === 'Status') return body;
  return { apiVersion: 'v1', metadata: { name, namespace }, ...body };
}

/** What an API server answers where there is no such object. */
export const NOT_FOUND: FakeAnswer = { status: 404, body: { kind: 'Status', reason: 'NotFound', code: 404 } };

/** A ConfigMap as istiod writes it. */
export function rootConfigMap(pem: unknown): object {
  return { kind: 'ConfigMap', apiVersion: 'v1', data: { 'root-cert.pem': pem } };
}

/** A Service of a gateway behind a load balancer. */
export function loadBalancer(...ingress: readonly unknown[]): object {
  return {
    kind: 'Service',
    apiVersion: 'v1',
    spec: {
      type: 'LoadBalancer',
      ports: [
        { name: 'tls', port: 15443, nodePort: 31443 },
        { name: 'https-discovery', port: 8188, nodePort: 31188 },
      ],
    },
    status: { loadBalancer: { ingress } },
  };
}

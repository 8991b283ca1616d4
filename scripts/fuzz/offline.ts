import childProcess from 'node:child_process';
import http from 'node:http';
import https from 'node:https';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** What a server sends to a request, as bytes of HTTP; then it closes the connection. */
export type Respond = (host: string, path: string) => Buffer;

/** A connection to a server that is a function; a second request on it fails. */
class FakeSocket extends Duplex {
  private isUsed = false;

  constructor(private readonly respond: Respond) {
    super();
    const ignore = () => this;
    Object.assign(this, { setTimeout: ignore, setKeepAlive: ignore, setNoDelay: ignore, ref: ignore, unref: ignore });
  }

  override _read(): void {
    // Everything is pushed when the request is complete.
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error) => void): void {
    if (this.isUsed) {
      done(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
      return;
    }
    this.isUsed = true;
    const text = chunk.toString('latin1');
    const [, path = ''] = /^\w+ (\S+)/.exec(text) ?? [];
    const [, host = ''] = /^host: (\S+)/im.exec(text) ?? [];
    this.push(this.respond(host, path));
    this.push(null);
    done();
  }
}

/**
 * Takes this thread off the network: requests of `node:http` and `node:https` reach a function, with the parser and the
 * checks of Node.js; every other connection is refused, and no program is started.
 */
export function goOffline(respond: Respond): void {
  for (const agent of [http.Agent, https.Agent]) {
    Object.assign(agent.prototype, { createConnection: () => new FakeSocket(respond) });
  }
  Socket.prototype.connect = function refuse(this: Socket) {
    const error = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' });
    process.nextTick(() => this.destroy(error));
    return this;
  } as typeof Socket.prototype.connect;
  const { spawn } = childProcess;
  childProcess.spawn = ((_: string, args: readonly string[], options: object) =>
    spawn('/nonexistent/program', args, options)) as typeof spawn;
}

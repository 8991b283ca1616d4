import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Counts what goes through several forwarders together. */
export class Traffic {
  private readonly open = new Map<Forwarder, number>();
  /** The most connections at one time. */
  mostConnections = 0;
  /** The most forwarders with connections at one time. */
  mostForwarders = 0;
  /** All connections so far. */
  connections = 0;

  /** How many forwarders have connections now. */
  get forwarders(): number {
    return this.open.size;
  }

  /** Notes that a forwarder has more connections by a number, or fewer. */
  note(forwarder: Forwarder, change: 1 | -1): void {
    const number = (this.open.get(forwarder) ?? 0) + change;
    if (number === 0) this.open.delete(forwarder);
    else this.open.set(forwarder, number);
    if (change === 1) this.connections += 1;
    const all = [...this.open.values()].reduce((sum, each) => sum + each, 0);
    this.mostConnections = Math.max(this.mostConnections, all);
    this.mostForwarders = Math.max(this.mostForwarders, this.open.size);
  }
}

/** Passes connections on to a server without looking into them, and can keep them waiting. */
export class Forwarder {
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer({ allowHalfOpen: false }, (socket) => this.take(socket));
  private release: () => void = () => undefined;
  private released: Promise<void> = Promise.resolve();

  /**
   * @param target the URL of the server
   * @param traffic where connections are counted
   */
  constructor(
    private readonly target: string,
    private readonly traffic = new Traffic(),
  ) {}

  /** The URL under which the server is reached through it; it must be listening. */
  get url(): string {
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get isListening(): boolean {
    return this.server.listening;
  }

  /** Begins to listen, at any free port where none is given. */
  listen(port = 0): Promise<void> {
    return new Promise((resolve) => this.server.listen(port, '127.0.0.1', resolve));
  }

  /** From now on connections are taken, and nothing is passed on. */
  hold(): void {
    this.released = new Promise((resolve) => {
      this.release = resolve;
    });
  }

  /** Passes on again, what was kept waiting too. */
  letGo(): void {
    this.release();
  }

  /** Ends it with all its connections. */
  async stop(): Promise<void> {
    this.letGo();
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(socket: Socket): void {
    this.traffic.note(this, 1);
    this.sockets.add(socket.on('error', () => undefined));
    socket.on('close', () => {
      this.sockets.delete(socket);
      this.traffic.note(this, -1);
    });
    void this.released.then(() => this.passOn(socket));
  }

  private passOn(socket: Socket): void {
    if (socket.destroyed) return;
    const { hostname, port } = new URL(this.target);
    const onward = connect(Number(port), hostname);
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
    socket.pipe(onward).pipe(socket);
  }
}

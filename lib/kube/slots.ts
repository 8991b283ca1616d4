/** Lets pieces of work be under way up to a number at a time; others wait for their turn. */
export class Slots {
  private readonly queue: (() => void)[] = [];

  /** @param free the number of pieces */
  constructor(private free: number) {}

  /** Does a piece of work when there is a slot for it. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.queue.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }
}

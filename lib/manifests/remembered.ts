/** Results by text, of which those that were used last are kept. */
export class Remembered<T> {
  private recent = new Map<string, T>();
  private earlier: ReadonlyMap<string, T> = new Map();

  /** @param max the number of results that are kept at least; twice as many at most */
  constructor(private readonly max: number) {}

  /** The result for a text, made now if it is not known; one that is undefined is not kept. */
  get(text: string, make: (text: string) => T | undefined): T | undefined {
    const known = this.recent.get(text);
    if (known !== undefined) return known;
    const result = this.earlier.get(text) ?? make(text);
    if (result !== undefined) this.keep(text, result);
    return result;
  }

  private keep(text: string, result: T): void {
    if (this.recent.size >= this.max) {
      this.earlier = this.recent;
      this.recent = new Map();
    }
    this.recent.set(text, result);
  }
}

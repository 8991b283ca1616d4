import { createHash } from 'node:crypto';

/** The same value with the keys of all maps in another order, which the seed decides; lists stay as they are. */
export function shuffleKeys(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffleKeys(item, seed));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, shuffleKeys(item, seed)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (place(a, seed) < place(b, seed) ? -1 : 1)));
}

/** A text that sorts as if by chance and depends on nothing but a key and a seed. */
function place(key: string, seed: number): string {
  return createHash('sha256').update(`${seed} ${key}`).digest('hex');
}

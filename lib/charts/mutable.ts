/** A value without its `readonly`s: the generated constructs ask for lists that could be changed, and never do it. */
export type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

/** The same value in the type that generated constructs take. */
export function mutable<T>(value: T): Mutable<T> {
  return value as Mutable<T>;
}

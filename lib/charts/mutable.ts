/** A type without `readonly`: the generated constructs require mutable lists, but never change them. */
export type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

/** The same value in the type that generated constructs require. */
export function mutable<T>(value: T): Mutable<T> {
  return value as Mutable<T>;
}

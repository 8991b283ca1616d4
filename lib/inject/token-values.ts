import { type FactKind, kindOf } from '../facts/kind';
import type { PlaceValue } from '../facts/place';
import { makeToken, type TokenSubject } from '../facts/token';
import { lockedValue } from '../lock/entries';
import type { Lock } from '../lock/model';

/** The values of tokens, from a lock. */
export class TokenValues {
  private readonly known = new Map<string, PlaceValue | undefined>();

  /**
   * @param kinds all kinds of facts
   */
  constructor(
    private readonly lock: Lock,
    readonly kinds: readonly FactKind[],
  ) {}

  /** The value of a token; undefined where the lock has none. */
  of(subject: TokenSubject): PlaceValue | undefined {
    const token = makeToken(subject);
    if (!this.known.has(token)) this.known.set(token, this.find(subject));
    return this.known.get(token);
  }

  private find(subject: TokenSubject): PlaceValue | undefined {
    const kind = kindOf(subject, this.kinds);
    const value = kind && lockedValue(this.lock, kind, subject);
    return value === undefined ? undefined : kind?.fill(value);
  }
}

/** A place for a value: a token, or a value whose token is a comment behind it. */
export interface Slot {
  /** The token. */
  readonly token: string;
  /** Filled from the lock; an earlier value that is kept, because the lock has none; or still the token. */
  readonly state: 'filled' | 'kept' | 'missing';
}

/**
 * A slot.
 *
 * @param isToken whether the token itself is the value so far
 * @param isKnown whether the lock has a value that fits the place
 */
export function makeSlot(token: string, isToken: boolean, isKnown: boolean): Slot {
  if (isKnown) return { token, state: 'filled' };
  return { token, state: isToken ? 'missing' : 'kept' };
}

import type { ObservedPeer } from '../../../observed/model';
import type { Finding } from '../../diagnostic';
import type { FindingPlace } from '../../findings';

/** What `synth` writes for the address of an ingress gateway, and for the root certificates of a mesh. */
export type TokenKind = 'address' | 'root';

const TOKEN = /^\s*(<ossm-fed:(address|root):[^<>]+>)\s*$/;

/** The token that a text is, with its kind; undefined for any other text. */
export function readToken(text: unknown): { readonly token: string; readonly kind: TokenKind } | undefined {
  const [, token, kind] = (typeof text === 'string' && TOKEN.exec(text)) || [];
  return token === undefined ? undefined : { token, kind: kind as TokenKind };
}

/** A token that is not filled in. */
export interface UnfilledToken {
  /** The token, such as `<ossm-fed:root:east>`. */
  readonly token: string;
  /** The first place that has it. */
  readonly place: FindingPlace;
  /** How many other places have it. */
  readonly others: number;
}

/** Collects tokens and their places, so that each is reported once: every peer of a mesh has the token of its root. */
export class TokenPlaces {
  private readonly tokens = new Map<string, UnfilledToken>();

  /** Adds a place of a token. */
  add(token: string, place: FindingPlace): void {
    const known = this.tokens.get(token);
    this.tokens.set(token, known === undefined ? { token, place, others: 0 } : { ...known, others: known.others + 1 });
  }

  /** Each token once, in the order in which they were added. */
  all(): readonly UnfilledToken[] {
    return [...this.tokens.values()];
  }
}

/**
 * One finding for each token.
 *
 * @param finding makes the findings of the rule
 * @param groups the places of tokens, with the finding for a token at one place and at several
 */
export function tokenFindings<Name extends string>(
  finding: (name: Name, place: FindingPlace, slots: { readonly token: string; readonly others: number }) => Finding,
  groups: readonly (readonly [places: TokenPlaces, one: Name, several: Name])[],
): readonly Finding[] {
  return groups.flatMap(([places, one, several]) =>
    places.all().map(({ token, place, others }) => finding(others === 0 ? one : several, place, { token, others })),
  );
}

/** Whether any address of a peer is a token. */
export function hasAddressToken({ addresses }: ObservedPeer): boolean {
  return addresses.some((address) => readToken(address) !== undefined);
}

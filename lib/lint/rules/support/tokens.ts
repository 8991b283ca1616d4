import type { Finding, Subject } from '../../diagnostic';

/** What `synth` writes for the address of an ingress gateway, and for the root certificates of a mesh. */
export type TokenKind = 'address' | 'root';

const TOKEN = /^\s*(<ossm-fed:(address|root):[^<>]+>)\s*$/;

/** The token that a text is, with its kind; undefined where it is another text. */
export function readToken(text: unknown): { readonly token: string; readonly kind: TokenKind } | undefined {
  const [, token, kind] = (typeof text === 'string' && TOKEN.exec(text)) || [];
  return token === undefined ? undefined : { token, kind: kind as TokenKind };
}

/** Collects tokens where they stand, so that each is reported once: one root stands with every peer of its mesh. */
export class TokenPlaces {
  private readonly places = new Map<string, { readonly first: Subject; count: number }>();

  /** Notes a token at a place. */
  add(token: string, first: Subject): void {
    const known = this.places.get(token);
    if (known === undefined) this.places.set(token, { first, count: 1 });
    else known.count += 1;
  }

  /** One finding per token, at the first of its places. */
  findings(effect: string): readonly Finding[] {
    return [...this.places].map(([token, { first, count }]) => ({
      ...first,
      severity: 'warning',
      message: `the token "${token}" stands for what only a running cluster knows${elsewhere(count - 1)}`,
      effect,
      fix: 'run "ossm-fed fetch" and "ossm-fed inject"',
    }));
  }
}

function elsewhere(count: number): string {
  if (count === 0) return '';
  return count === 1 ? '; it also stands in another place' : `; it also stands in ${count} other places`;
}

/**
 * A token is a placeholder in a manifest for a value that only a running cluster knows: `<ossm-fed:KIND:MESH>` or
 * `<ossm-fed:KIND:MESH:NAME>`. With angle brackets, neither Kubernetes nor Istio accepts one as a certificate, an IP
 * address or a DNS name.
 */

/** What a token stands for. */
export interface TokenSubject {
  /** The name of the kind of fact, such as `root`. */
  readonly kind: string;
  /** The name of the mesh in the topology. */
  readonly mesh: string;
  /** What the mesh has several of, such as the name of a gateway; undefined for kinds of which a mesh has one. */
  readonly name?: string;
}

/** The text with which each token begins. */
export const TOKEN_START = '<ossm-fed:';

const TOKEN = /^<ossm-fed:([a-z][a-z0-9-]*):([^:<>]+)(?::([^:<>]+))?>$/;

/** The token for a subject. */
export function makeToken({ kind, mesh, name }: TokenSubject): string {
  return `${TOKEN_START}${kind}:${mesh}${name === undefined ? '' : `:${name}`}>`;
}

/** What a text stands for if it is a token; undefined if it is not. */
export function parseToken(text: string): TokenSubject | undefined {
  const [, kind, mesh, name] = TOKEN.exec(text) ?? [];
  if (kind === undefined || mesh === undefined) return undefined;
  return { kind, mesh, ...(name !== undefined && { name }) };
}

/** Whether a text is a token. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/**
 * The tokens in a text, in their order, each once.
 *
 * @param isWanted which tokens; all by default
 */
export function tokensIn(text: string, isWanted: (subject: TokenSubject) => boolean = () => true): readonly string[] {
  if (!text.includes(TOKEN_START)) return [];
  return [...new Set(text.match(/<ossm-fed:[^<>]*>/g))].flatMap((token) => {
    const subject = parseToken(token);
    // A copy: V8 keeps the whole text in memory as long as any part of it.
    return subject === undefined || !isWanted(subject) ? [] : makeToken(subject);
  });
}

/** The pattern, as source of a regular expression without groups, of the tokens of one kind of fact. */
export function tokenPattern(kind: string, isNamed: boolean): string {
  return `${TOKEN_START}${kind}:[^:<>]+${isNamed ? ':[^:<>]+' : ''}>`;
}

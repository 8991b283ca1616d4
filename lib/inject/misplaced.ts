import { type FactKind, kindOf } from '../facts/kind';
import type { FactPlace } from '../facts/place';
import { parseToken, TOKEN_START } from '../facts/token';
import { type Path, printPath } from '../issues/issue';
import type { Position } from '../issues/place';
import { ManifestFile } from '../manifests/object';

/** A token at a place at which it cannot be filled. */
export interface MisplacedToken extends Position {
  /** What is wrong, with where the token can be. */
  readonly message: string;
}

/** How many misplaced tokens of one document are reported. */
const MAX_MISPLACED = 20;

const ANY_TOKEN = new RegExp(`${TOKEN_START}[^<>]*>?`);

interface FoundToken {
  readonly path: Path;
  readonly atKey: boolean;
  readonly token: string;
}

/**
 * The tokens in the keys and values of a document that are not at one of the given places.
 *
 * @param line how many lines precede the document in its file
 */
export function misplacedTokens(
  text: string,
  document: unknown,
  places: readonly Path[],
  line: number,
  kinds: readonly FactKind[],
): readonly MisplacedToken[] {
  const found = tokensOutside(document, places);
  if (found.length === 0) return [];
  const file = new ManifestFile('', text);
  return found.slice(0, MAX_MISPLACED).map(({ path, atKey, token }) => {
    const { line: own, column } = file.locate(0, path, atKey);
    return { message: messageOf(token, kinds), line: line + own, column };
  });
}

function tokensOutside(document: unknown, places: readonly Path[]): readonly FoundToken[] {
  const known = new Set(places.map((path) => JSON.stringify(path)));
  const found: FoundToken[] = [];
  const look = (part: string, path: Path, atKey: boolean) => {
    const [token] = ANY_TOKEN.exec(part) ?? [];
    if (token !== undefined) found.push({ path, atKey, token });
  };
  const visit = (value: unknown, path: Path): void => {
    if (known.has(JSON.stringify(path))) return;
    if (typeof value === 'string') look(value, path, false);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      const part: Path = [...path, Array.isArray(value) ? Number(key) : key];
      if (!Array.isArray(value)) look(key, part, true);
      visit(item, part);
    }
  };
  visit(document, []);
  return found;
}

function messageOf(token: string, kinds: readonly FactKind[]): string {
  const subject = parseToken(token);
  const kind = subject && kindOf(subject, kinds);
  if (kind === undefined) return `invalid token "${token.slice(0, 80)}"`;
  const places = kind.places.map(placeText);
  return `the token "${token}" is not filled in here, only as ${places.join(' or ')}`;
}

function placeText(place: FactPlace): string {
  switch (place.form) {
    case 'block':
      return `the value of "${printPath(place.path)}" of a ${place.objectKind}, on the line of its key`;
    case 'list':
      return `an item of "${printPath(place.path)}" of a ${place.objectKind}, on a line of its own`;
    case 'certificate':
      return `"${place.key}" of an item of "${printPath(place.path)}" of ${withArticle(place.objectKind)}`;
    case 'address':
      return `"value" of an item of "${printPath(place.path)}" of a ${place.objectKind}`;
    default:
      return `a value${place.objectKind === undefined ? '' : ` of a ${place.objectKind}`}, alone on a line`;
  }
}

/** A kind with its article. */
function withArticle(kind: string): string {
  return `${/^[AEIO]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

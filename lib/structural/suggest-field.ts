import { printPath } from '../issues/issue';
import { nearest } from '../issues/suggest';
import { resolveSchema, type SchemaDefinitions, type StructuralSchema } from './schema';

/** An object on the path from the root to the value that is validated. */
export interface ObjectPlace {
  /** The path of the object from the root. */
  readonly path: readonly (string | number)[];
  /** Resolved schema of the object. */
  readonly schema: StructuralSchema;
  /** The object that contains it, directly or in a list. Undefined for the root. */
  readonly parent?: ObjectPlace;
}

/** An object that may have the intended field, and its name in a suggestion. */
interface Candidate {
  readonly text: string;
  readonly schema: StructuralSchema;
}

/** The maximum number of lists and maps around an object one level down. */
const MAX_WRAPPINGS = 3;

/**
 * The known field that is most likely meant by an unknown one, or undefined. In this order: the same word in the object
 * (other case, singular or plural), the same name one or two levels away (up before down), a similar name in the
 * object. `[*]` is any item of a list and `.*` any key of a map.
 */
export function suggestField(field: string, place: ObjectPlace, definitions: SchemaDefinitions): string | undefined {
  const own = toCandidate(place);
  const known = Object.keys(place.schema.properties ?? {});
  const sameWord = known.find((name) => isSameWord(name, field));
  if (sameWord !== undefined) return join(own.text, sameWord);
  const owner = neighbors(place, definitions).find(({ schema }) => Object.hasOwn(schema.properties ?? {}, field));
  if (owner !== undefined) return join(owner.text, field);
  const similar = nearest(field, known);
  return similar === undefined ? undefined : join(own.text, similar);
}

/** Objects one level away, then those two levels away. */
function neighbors(place: ObjectPlace, definitions: SchemaDefinitions): readonly Candidate[] {
  const below = objectsBelow(toCandidate(place), definitions);
  const { parent } = place;
  const above = parent === undefined ? [] : [toCandidate(parent)];
  const furtherUp = parent?.parent === undefined ? [] : [toCandidate(parent.parent)];
  return [
    ...above,
    ...below,
    ...furtherUp,
    ...above.flatMap((candidate) => objectsBelow(candidate, definitions)),
    ...below.flatMap((candidate) => objectsBelow(candidate, definitions)),
  ];
}

function objectsBelow({ text, schema }: Candidate, definitions: SchemaDefinitions): readonly Candidate[] {
  return Object.entries(schema.properties ?? {}).map(([name, field]) =>
    unwrap({ text: join(text, name), schema: resolveSchema(field, definitions) }, definitions),
  );
}

/** The objects in a list or a map. */
function unwrap(wrapped: Candidate, definitions: SchemaDefinitions): Candidate {
  let { text, schema } = wrapped;
  for (let count = 0; count < MAX_WRAPPINGS && schema.properties === undefined; count += 1) {
    const { items, additionalProperties } = schema;
    if (items !== undefined) {
      text += '[*]';
      schema = resolveSchema(items, definitions);
    } else if (typeof additionalProperties === 'object') {
      text += '.*';
      schema = resolveSchema(additionalProperties, definitions);
    } else break;
  }
  return { text, schema };
}

function toCandidate({ path, schema }: ObjectPlace): Candidate {
  const name = path.findLastIndex((part) => typeof part === 'string');
  return { text: printPath(path.slice(Math.max(name, 0))), schema };
}

function join(owner: string, field: string): string {
  return owner === '' ? field : `${owner}.${field}`;
}

function isSameWord(left: string, right: string): boolean {
  const [a, b] = [plain(left), plain(right)];
  return a === b || plurals(a).includes(b) || plurals(b).includes(a);
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[-_]/g, '');
}

function plurals(word: string): readonly string[] {
  return [`${word}s`, `${word}es`, word.replace(/y$/, 'ies')];
}

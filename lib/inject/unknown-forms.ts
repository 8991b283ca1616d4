import type { FactKind } from '../facts/kind';
import { tokenPattern } from '../facts/token';

/** The host that addresses have until they are known, which nobody resolves. Source: RFC 2606. */
export const UNKNOWN_HOST = 'unknown.ossm-fed.invalid';

/** Replaces tokens in a document that are values of fields which cannot have them, by what these fields have until then. */
export type UnknownForms = (document: string) => string;

/**
 * The forms that certificates and addresses of maps in lists have until they are known: the token becomes a comment behind
 * something that the reader of the field accepts and ignores.
 */
export function unknownForms(kinds: readonly FactKind[]): UnknownForms {
  const forms = kinds.flatMap(({ name, isNamed, places }) => {
    const token = tokenPattern(name, isNamed);
    return places.flatMap((place) => {
      if (place.form === 'certificate') return [formOf(place.objectKind, place.key, token, `${place.unknownKey}: []`)];
      if (place.form === 'address') return [formOf(place.objectKind, 'value', token, `value: ${UNKNOWN_HOST}`)];
      return [];
    });
  });
  return (document) => forms.reduce((text, form) => form(text), document);
}

function formOf(objectKind: string, key: string, token: string, unknown: string): UnknownForms {
  const kind = new RegExp(`^kind: ${objectKind}\\s*$`, 'm');
  const line = new RegExp(String.raw`^( *(?:- +)?)${key}: +["']?(${token})["']?[ \t]*$`, 'gm');
  return (text) => (text.includes('<') && kind.test(text) ? text.replace(line, `$1${unknown} # $2`) : text);
}

import { isFields, plainText } from '../values';

/** The conditions of a route in one line, such as `GET /reviews/1* or end-user=tester`; empty for all requests. */
export function matchText(matches: readonly unknown[]): string {
  return matches
    .map(oneText)
    .filter((text) => text !== '')
    .join(' or ');
}

/** The conditions of one match, which must all be true. */
function oneText(match: unknown): string {
  if (!isFields(match)) return '';
  const { method, uri, headers, queryParams, port, ...rest } = match;
  const maps = [headers, queryParams].flatMap((map) =>
    isFields(map) ? Object.entries(map).map(([key, value]) => `${key}${pattern(value, '=') || ' present'}`) : [],
  );
  const others = Object.entries(rest).flatMap(([key, value]) =>
    key === 'name' ? [] : [`${key}${pattern(value, '=')}`],
  );
  return [
    [pattern(method), pattern(uri)].filter((text) => text !== '').join(' '),
    ...maps,
    ...(port === undefined ? [] : [`port ${plainText(port) ?? '?'}`]),
    ...others,
  ]
    .filter((text) => text !== '')
    .join(' and ');
}

/** How a text is matched: a prefix ends with a star, a regular expression begins with a tilde. */
function pattern(value: unknown, before = ''): string {
  if (!isFields(value)) return plainText(value) === undefined ? '' : `${before}${plainText(value)}`;
  const { exact, prefix, regex } = value;
  if (plainText(exact) !== undefined) return `${before}${plainText(exact)}`;
  if (plainText(prefix) !== undefined) return `${before}${plainText(prefix)}*`;
  return plainText(regex) === undefined ? '' : `${before}~${plainText(regex)}`;
}

import { parseToken } from '../federation/tokens';
import type { Path } from '../issues/issue';
import { NO_PLAN, type Plan, valueAt } from './plan';
import { slotOf, type TokenValues } from './values';

/** Where a ConfigMap holds root certificates. */
const ROOT_PATH: Path = ['data', 'root-cert.pem'];

const KEY = String.raw`^( *)((?:root-cert\.pem|"root-cert\.pem"|'root-cert\.pem') *: +)`;
const TOKEN = '<ossm-fed:root:[^:<>]+>';

/** The token itself, and whatever comment follows it. */
const UNFILLED = new RegExp(String.raw`${KEY}(?:(${TOKEN})|"(${TOKEN})"|'(${TOKEN})')([ \t]*|[ \t]+#.*)$`);

/** The head of a block of text, with the token as its comment. */
const FILLED = new RegExp(String.raw`${KEY}[|>][-+0-9]*[ \t]+#[ \t]*(${TOKEN})(.*)$`);

/** A line that holds the place of root certificates. */
interface RootLine {
  readonly index: number;
  readonly indent: string;
  readonly key: string;
  readonly token: string;
  /** What stands behind the token. */
  readonly rest: string;
  readonly isToken: boolean;
}

/**
 * How a ConfigMap gets root certificates: as a block of text, with the token behind its `|`, so that a later run finds
 * the place again.
 */
export function planRoots(lines: readonly string[], document: unknown, values: TokenValues): Plan {
  if (valueAt(document, ['kind']) !== 'ConfigMap' || typeof valueAt(document, ROOT_PATH) !== 'string') return NO_PLAN;
  const found = lines.flatMap((line, index) => rootLine(line, index) ?? []);
  const [place] = found;
  const subject = place && parseToken(place.token);
  // A second line of this form is a part of some text, and which of the two is the key cannot be told.
  if (place === undefined || found.length > 1 || subject?.kind !== 'root') return NO_PLAN;
  const slots = [slotOf(subject, place.isToken, values)];
  const pem = values.roots(subject.mesh);
  if (pem === undefined) return { ...NO_PLAN, slots, places: [ROOT_PATH] };
  const { index, indent, key, token, rest } = place;
  const head = `${indent}${key}| # ${token}${rest}`;
  const block = pem
    .trimEnd()
    .split('\n')
    .map((line) => `${indent}  ${line}`);
  return {
    slots,
    edits: [{ from: index, to: place.isToken ? index : endOfBlock(lines, place), lines: [head, ...block] }],
    values: [{ path: ROOT_PATH, value: pem }],
    places: [ROOT_PATH],
  };
}

function rootLine(line: string, index: number): RootLine | undefined {
  const unfilled = UNFILLED.exec(line);
  if (unfilled !== null) {
    const [, indent = '', key = '', plain, double, single, rest = ''] = unfilled;
    return { index, indent, key, token: plain ?? double ?? single ?? '', rest: rest.trimEnd(), isToken: true };
  }
  const [whole, indent = '', key = '', token = '', rest = ''] = FILLED.exec(line) ?? [];
  return whole === undefined ? undefined : { index, indent, key, token, rest, isToken: false };
}

/** The last line of a block of text that says something; the blank lines behind it are no part of what is replaced. */
function endOfBlock(lines: readonly string[], { index, indent }: RootLine): number {
  let end = index;
  for (let i = index + 1; i < lines.length; i += 1) {
    const depth = (lines[i] ?? '').search(/\S/);
    if (depth >= 0 && depth <= indent.length) break;
    if (depth >= 0) end = i;
  }
  return end;
}

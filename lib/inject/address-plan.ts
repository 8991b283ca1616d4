import { parseToken, type TokenSubject } from '../federation/tokens';
import type { Path } from '../issues/issue';
import type { LockedGateway } from '../lock/model';
import { type Edit, indentOf, NO_PLAN, type Plan, valueAt } from './plan';
import { type Slot, slotOf, type TokenValues } from './values';

/** Where a ServiceMeshPeer says how the other mesh is reached. */
const REMOTE: Path = ['spec', 'remote'];
const ADDRESSES: Path = [...REMOTE, 'addresses'];
const PORTS = ['discoveryPort', 'servicePort'] as const;

const TOKEN = '<ossm-fed:address:[^:<>]+:[^:<>]+>';
const KEY = /^( *)((?:addresses|"addresses"|'addresses') *:)([ \t]*|[ \t]+#.*)$/;
const QUOTED_TOKEN = `(?:(${TOKEN})|"(${TOKEN})"|'(${TOKEN})')`;

/** A list of one token in brackets, as people write it. */
const IN_BRACKETS = new RegExp(
  String.raw`^( *)((?:addresses|"addresses"|'addresses') *:)[ \t]+\[[ \t]*${QUOTED_TOKEN}[ \t]*\]([ \t]*|[ \t]+#.*)$`,
);
const UNFILLED = new RegExp(String.raw`^( *- +)${QUOTED_TOKEN}([ \t]*|[ \t]+#.*)$`);
const FILLED = new RegExp(String.raw`^( *- +)(?:"[^"]*"|'[^']*'|[^\s"'#&*!|>{[][^\s#]*)[ \t]+#[ \t]*(${TOKEN})(.*)$`);
const PORT = new RegExp(String.raw`^( *)((?:discoveryPort|servicePort) *: +)\d+([ \t]+#[ \t]*(${TOKEN}).*)$`);

/** An item of the list that holds the place of addresses. */
interface Item {
  readonly line: number;
  /** The position in the list. */
  readonly position: number;
  /** What stands before the value. */
  readonly lead: string;
  readonly token: string;
  /** What stands behind the token. */
  readonly rest: string;
  readonly isToken: boolean;
}

/** The list of addresses as lines. */
interface List {
  /** The line of its key. */
  readonly line: number;
  /** How far the key is indented. */
  readonly indent: string;
  /** The last line of the list. */
  readonly end: number;
  readonly items: readonly Item[];
  /** The line of the key, where the list is to be written below it. */
  readonly head?: string;
}

/** The items of one token, with what it stands for. */
interface Group {
  readonly subject: Extract<TokenSubject, { readonly kind: 'address' }>;
  readonly items: readonly [Item, ...Item[]];
  readonly gateway: LockedGateway | undefined;
}

/**
 * How a ServiceMeshPeer gets addresses: an item for each, with the token as its comment, so that a later run finds the
 * place again. Ports that are not there, or that have the token as their comment, come from the lock as well.
 */
export function planAddresses(lines: readonly string[], document: unknown, values: TokenValues): Plan {
  const written = valueAt(document, ADDRESSES);
  if (valueAt(document, ['kind']) !== 'ServiceMeshPeer' || !Array.isArray(written)) return NO_PLAN;
  const lists = lines.flatMap((_, index) => listAt(lines, index) ?? []).filter(({ items }) => items.length > 0);
  const [list] = lists;
  // A second list of this form is a part of some text, and which of the two is meant cannot be told.
  if (list === undefined || lists.length > 1) return NO_PLAN;
  const groups = groupsOf(list, values);
  const slots: readonly Slot[] = groups.map(({ subject, items }) =>
    slotOf(
      subject,
      items.some(({ isToken }) => isToken),
      values,
    ),
  );
  const known = groups.filter(({ gateway }) => gateway !== undefined);
  const places = groups.flatMap(({ items }) => items.map(({ position }): Path => [...ADDRESSES, position]));
  if (known.length === 0) return { ...NO_PLAN, slots, places };
  const ports = portPlan(lines, list, document, groups[0]);
  return {
    slots,
    edits: [...itemEdits(list, known, ports.added), ...ports.edits],
    values: [{ path: ADDRESSES, value: filledList(written, known) }, ...ports.values],
    places,
  };
}

/** The list of addresses whose key stands on a line. */
function listAt(lines: readonly string[], line: number): List | undefined {
  const [whole, indent = '', key = '', plain, double, single, rest = ''] = IN_BRACKETS.exec(lines[line] ?? '') ?? [];
  if (whole !== undefined) {
    const lead = `${indent}  - `;
    const token = plain ?? double ?? single ?? '';
    const item: Item = { line, position: 0, lead, token, rest: '', isToken: true };
    return { line, indent, end: line, items: [item], head: `${indent}${key}${rest.trimEnd()}` };
  }
  const [block, outer = ''] = KEY.exec(lines[line] ?? '') ?? [];
  return block === undefined ? undefined : blockList(lines, line, outer);
}

function blockList(lines: readonly string[], line: number, indent: string): List {
  const items: Item[] = [];
  let end = line;
  let depth: number | undefined;
  let position = -1;
  for (let i = line + 1; i < lines.length; i += 1) {
    const text = lines[i] ?? '';
    const own = indentOf(text);
    if (own === undefined) continue;
    depth ??= own;
    const isItem = own === depth && own >= indent.length && /^ *-( |$)/.test(text);
    if (!isItem && own <= depth) break;
    if (isItem) position += 1;
    end = i;
    const item = isItem ? itemOf(text, i, position) : undefined;
    if (item !== undefined) items.push(item);
  }
  return { line, indent, end, items };
}

function itemOf(text: string, line: number, position: number): Item | undefined {
  const unfilled = UNFILLED.exec(text);
  if (unfilled !== null) {
    const [, lead = '', plain, double, single, rest = ''] = unfilled;
    return { line, position, lead, token: plain ?? double ?? single ?? '', rest: rest.trimEnd(), isToken: true };
  }
  const [whole, lead = '', token = '', rest = ''] = FILLED.exec(text) ?? [];
  return whole === undefined ? undefined : { line, position, lead, token, rest, isToken: false };
}

function groupsOf({ items }: List, values: TokenValues): readonly Group[] {
  const tokens = [...new Set(items.map(({ token }) => token))];
  return tokens.flatMap((token) => {
    const subject = parseToken(token);
    const [first, ...others] = items.filter((item) => item.token === token);
    if (subject?.kind !== 'address' || first === undefined) return [];
    return [{ subject, items: [first, ...others], gateway: values.gateway(subject.mesh, subject.gateway) }];
  });
}

/** The edits of items: the first of each group makes room for all its addresses, and the others go. */
function itemEdits(list: List, groups: readonly Group[], added: readonly string[]): readonly Edit[] {
  const byLine = new Map<number, readonly string[]>();
  for (const { items, gateway } of groups) {
    const [first, ...others] = items;
    const addresses = gateway?.addresses ?? [];
    const written = addresses.map((address, i) => {
      return `${first.lead}${scalar(address)} # ${first.token}${i === 0 ? first.rest : ''}`;
    });
    byLine.set(first.line, list.head === undefined ? written : [list.head, ...written]);
    for (const { line } of others) byLine.set(line, []);
  }
  const edits = [...byLine].map(([line, written]) => ({ from: line, to: line, lines: written }));
  if (added.length === 0) return edits;
  const last = edits.find(({ to }) => to === list.end);
  if (last === undefined) return [...edits, { from: list.end + 1, to: list.end, lines: added }];
  return edits.map((edit) => (edit === last ? { ...edit, lines: [...edit.lines, ...added] } : edit));
}

/** An address as YAML that no reader takes for anything but a text: `::` and `1.2` alone could be. */
function scalar(address: string): string {
  return /^[A-Za-z][\w.-]*$|^\d+\.\d+\.\d+\.\d+$/.test(address) ? address : JSON.stringify(address);
}

/** The list as it is read once it is filled. */
function filledList(written: readonly unknown[], groups: readonly Group[]): readonly unknown[] {
  const first = new Map<number, readonly unknown[]>(
    groups.map(({ items, gateway }) => [items[0].position, gateway?.addresses ?? []]),
  );
  const gone = new Set(groups.flatMap(({ items }) => items.map(({ position }) => position)));
  return written.flatMap((item, i) => first.get(i) ?? (gone.has(i) ? [] : [item]));
}

interface PortPlan {
  /** Lines to add behind the list. */
  readonly added: readonly string[];
  readonly edits: readonly Edit[];
  readonly values: Plan['values'];
}

/** Ports are those of the first gateway of the list; until it is known, none are written. */
function portPlan(lines: readonly string[], list: List, document: unknown, first: Group | undefined): PortPlan {
  const added: string[] = [];
  const edits: Edit[] = [];
  const values: { readonly path: Path; readonly value: unknown }[] = [];
  if (first?.gateway === undefined) return { added, edits, values };
  const [{ token }] = first.items;
  for (const key of PORTS) {
    const value = first.gateway[key];
    const isThere = valueAt(document, [...REMOTE, key]) !== undefined;
    const line = isThere ? portLine(lines, list, key, token) : undefined;
    if (isThere && line === undefined) continue;
    values.push({ path: [...REMOTE, key], value });
    if (line === undefined) added.push(`${list.indent}${key}: ${value} # ${token}`);
    else edits.push({ from: line.index, to: line.index, lines: [`${line.lead}${value}${line.rest}`] });
  }
  return { added, edits, values };
}

/** The line of a port that was filled before with what a token stands for, among the neighbours of the list. */
function portLine(lines: readonly string[], { line, indent }: List, key: string, token: string) {
  const isInside = (i: number) => (indentOf(lines[i] ?? '') ?? indent.length) >= indent.length;
  let start = line;
  while (start > 0 && isInside(start - 1)) start -= 1;
  for (let i = start; i < lines.length && isInside(i); i += 1) {
    const [, own = '', lead = '', rest = '', owner] = PORT.exec(lines[i] ?? '') ?? [];
    if (own === indent && owner === token && lead.startsWith(key)) return { index: i, lead: `${own}${lead}`, rest };
  }
  return undefined;
}

import { type Issue, IssueList, type Path } from '../issues/issue';
import { suggestName } from '../issues/suggest';
import { type Fields, isFields } from '../values';

/** What nearly every fix ends in: the lock is written by a command, which starts from a valid lock or from none. */
export const RESTORE = 'restore the committed file, or remove it and run "ossm-fed fetch"';

/** The names that a mesh and what belongs to it may have: DNS labels as in RFC 1123, as Kubernetes requires them. */
const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** How much of a text from a lock is repeated in a message, in characters. */
const MAX_QUOTED = 80;

/** Checks parts of a lock, and collects what is wrong. Nothing that a lock holds is repeated at length. */
export class LockedValueCheck {
  private readonly issues = new IssueList();

  /**
   * @param version the format version of the lock
   */
  constructor(readonly version: number) {}

  /** All issues so far. */
  all(): readonly Issue[] {
    return this.issues.all();
  }

  /** Adds an issue. */
  add(code: Issue['code'], path: Path, message: string, fix: string): void {
    this.issues.add(code, path, message, fix);
  }

  /** The fields of a map with known keys, all of them required unless they are optional. */
  fields(value: unknown, path: Path, keys: readonly string[], optional: readonly string[] = []): Fields {
    if (!isFields(value)) {
      this.wrongType(value, 'a map', path);
      return {};
    }
    for (const key of Object.keys(value)) {
      if (keys.includes(key)) continue;
      this.issues.addAtKey('LCK003', [...path, key], `unknown key ${quoted(key)}`, suggestName(key, keys));
    }
    for (const key of keys) {
      if (Object.hasOwn(value, key) || optional.includes(key)) continue;
      this.add('LCK005', path, `missing key "${key}"`, RESTORE);
    }
    return Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(value, key) ? [[key, value[key]]] : [])));
  }

  /** The entries of a map by names of meshes or of what belongs to them, sorted. */
  entries(value: unknown, path: Path, max: number): readonly (readonly [string, unknown])[] {
    if (value === undefined) return [];
    if (!isFields(value)) {
      this.wrongType(value, 'a map', path);
      return [];
    }
    const entries = Object.entries(value);
    if (entries.length > max) {
      this.add('LCK006', path, `the map has ${entries.length} keys, more than ${max}`, RESTORE);
      return [];
    }
    return entries.filter(([name]) => this.name(name, path)).sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** The items of a list. */
  list(value: unknown, path: Path, max: number): readonly unknown[] {
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.wrongType(value, 'a list', path);
      return [];
    }
    if (value.length <= max) return value;
    this.add('LCK006', path, `the list has ${value.length} items, more than ${max}`, RESTORE);
    return [];
  }

  /** A text; undefined where the value is missing, or of another type. */
  text(value: unknown, path: Path): string | undefined {
    if (typeof value === 'string') return value;
    if (value !== undefined) this.wrongType(value, 'a string', path);
    return undefined;
  }

  /** Adds that a value is of another type than expected. */
  wrongType(value: unknown, expected: string, path: Path): void {
    this.add('LCK004', path, `expected ${expected}, found ${typeName(value)}`, RESTORE);
  }

  private name(name: string, path: Path): boolean {
    if (NAME.test(name)) return true;
    this.issues.addAtKey('LCK006', [...path, name], `invalid name ${quoted(name)}`, 'remove it');
    return false;
  }
}

/** The beginning of a text in quotes, for messages. */
export function quoted(text: string): string {
  return JSON.stringify(text.slice(0, MAX_QUOTED));
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return isFields(value) ? 'a map' : `a ${typeof value}`;
}

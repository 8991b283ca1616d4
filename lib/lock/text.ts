import type { FactKind } from '../facts/kind';
import { toYaml } from '../output/yaml-text';
import { isFields, ownEntry } from '../values';
import { LOCK_VERSION, type Lock, type LockedMesh } from './model';

const HEADER = `# Values that "ossm-fed fetch" read from running clusters: root certificates, and addresses of gateways.
# Nothing in it is secret. Commit it, and review its changes as changes of what is trusted.
version: ${LOCK_VERSION}
`;

/** The text of a lock, the same for the same lock whatever the order of its maps; readLock reads it. */
export function lockText({ meshes, clusters = {} }: Lock, kinds: readonly FactKind[]): string {
  const identities = Object.keys(clusters).sort();
  const known = Object.fromEntries(identities.map((name) => [name, { uid: ownEntry(clusters, name) }]));
  const names = Object.keys(meshes).sort();
  const printed = names.map((name) => [name, meshOf(ownEntry(meshes, name) ?? {}, kinds)] as const);
  return `${HEADER}${lines({ ...(identities.length > 0 && { clusters: known }), meshes: Object.fromEntries(printed) }).join('\n')}\n`;
}

/** A mesh as plain data, whose keys are in the order of the kinds. */
function meshOf(mesh: LockedMesh, kinds: readonly FactKind[]): { readonly [key: string]: unknown } {
  const entries = kinds.flatMap((kind) => {
    const value = ownEntry(mesh, kind.lockKey);
    const printed = value === undefined ? kind.nothing : printedValue(kind, value);
    return printed === undefined ? [] : [[kind.lockKey, printed] as const];
  });
  return Object.fromEntries(entries);
}

function printedValue(kind: FactKind, value: unknown): unknown {
  if (!kind.isNamed || !isFields(value)) return kind.printLocked(value);
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, kind.printLocked(value[name])]));
}

/** Plain data as lines of YAML, in the order that it has. */
function lines(value: object): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => {
      const [first = '', ...others] = isFilled(item) ? lines(item) : scalar(item);
      return [`- ${first}`, ...others.map(indented)];
    });
  }
  return Object.entries(value).flatMap(([key, item]: readonly [string, unknown]) => {
    const [name = ''] = scalar(key);
    if (isFilled(item)) return [`${name}:`, ...lines(item).map(indented)];
    const [first = '', ...others] = scalar(item);
    return [`${name}: ${first}`, ...others.map(indented)];
  });
}

/** Whether a value is a list or a map that is not empty. */
function isFilled(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** A value on one line; the lines of a text with several follow. */
function scalar(value: unknown): readonly string[] {
  const [first = '', ...others] = toYaml(value).replace(/\n$/, '').split('\n');
  return [first, ...others];
}

function indented(line: string): string {
  return line === '' ? line : `  ${line}`;
}

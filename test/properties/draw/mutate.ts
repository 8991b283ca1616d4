import fc from 'fast-check';
import { pick, plan } from './arbitraries';
import { at, long } from './pools';

/** One change of a value somewhere inside of it. */
export interface Mutation {
  readonly kind: number;
  readonly where: number;
  readonly other: number;
  readonly odd: number;
}

export const mutation: fc.Arbitrary<Mutation> = plan<Mutation>({
  kind: fc.nat(13),
  where: fc.nat(9999),
  other: fc.nat(9999),
  odd: pick,
});

type Key = string | number;
type Path = readonly Key[];

/** Values that do not belong, or just about. */
const ODD: readonly unknown[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  1.5,
  100,
  30_000,
  70_000,
  '',
  '*',
  'all',
  'cluster.local',
  'Kubernetes',
  'openshift-operators',
  'istio',
  'istio-ingressgateway',
  'kiali',
  'x y',
  'a/b',
  '../..',
  '<ossm-fed:root:a>',
  'constructor',
  '__proto__',
  'spoke-{1..2}',
  'x-{3..1}',
  'NodePort',
  'ClusterIP',
  'v2.3',
  '1.2.3',
  'ÄÖ',
  long('l', 64),
  [],
  {},
  [{}],
  { '*': {} },
  { gateways: { additionalIngress: { x: { enabeld: true } } } },
  { spec: 1 },
];

const UNKNOWN_KEYS: readonly string[] = ['nmae', 'cluster', 'constructor', '__proto__', 'between', 'importAsLocal', ''];

/** A copy of a JSON value; that of structuredClone would be of another realm than jest's, and print as such. */
function clone(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** A copy of a value with one change. */
export function mutate(value: unknown, { kind, where, other, odd }: Mutation): unknown {
  const copy = clone(value);
  const places = placesIn(copy);
  if (places.length === 0) return at(ODD, odd);
  const path = at(places, where);
  const from = at(places, other);
  const changes: readonly (() => void)[] = [
    () => remove(copy, path),
    () => duplicate(copy, path),
    () => set(copy, path, at(ODD, odd)),
    () => set(copy, path, misspelt(get(copy, path), odd)),
    () => set(copy, path, clone(get(copy, from))),
    // Changes that keep the shape come more often, since only they get past the first check.
    ...Array.from({ length: 3 }, () => () => set(copy, path, similar(copy, places, path, other))),
    ...Array.from({ length: 4 }, () => () => set(copy, path, nearby(copy, places, path, other))),
    () => addKey(copy, path, at(UNKNOWN_KEYS, odd), clone(get(copy, from))),
    () => rename(copy, path, odd),
    () => append(copy, path, clone(get(copy, from))),
  ];
  at(changes, kind)();
  return copy;
}

/** The paths of all parts of a value but itself. */
function placesIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys: readonly Key[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [[...path, key], ...placesIn(Reflect.get(value, key), [...path, key])]);
}

function get(root: unknown, path: Path): unknown {
  return path.reduce(
    (node, key) => (typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined),
    root,
  );
}

function put(target: unknown, key: Key, value: unknown): void {
  if (typeof target !== 'object' || target === null) return;
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

function set(root: unknown, path: Path, value: unknown): void {
  put(get(root, path.slice(0, -1)), path.at(-1) ?? '', value);
}

function remove(root: unknown, path: Path): void {
  const parent = get(root, path.slice(0, -1));
  if (Array.isArray(parent)) parent.splice(Number(path.at(-1)), 1);
  else if (typeof parent === 'object' && parent !== null) Reflect.deleteProperty(parent, path.at(-1) ?? '');
}

/** An item of a list twice, or an entry of a map under a second name. */
function duplicate(root: unknown, path: Path): void {
  const parent = get(root, path.slice(0, -1));
  const twin = clone(get(root, path));
  if (Array.isArray(parent)) parent.push(twin);
  else put(parent, `${String(path.at(-1))}-2`, twin);
}

function misspelt(value: unknown, n: number): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value !== 'string') return !value;
  const spot = n % (value.length + 1);
  const typos = ['', value.charAt(spot).toUpperCase(), `${value.charAt(spot)}-`, ` ${value.charAt(spot)}`, '.'];
  return value.slice(0, spot) + at(typos, n) + value.slice(spot + 1);
}

/** A value that stands at a like place: under the same key elsewhere. */
function nearby(root: unknown, places: readonly Path[], path: Path, n: number): unknown {
  const like = places.filter((place) => place.at(-1) === path.at(-1));
  return clone(get(root, at(like, n)));
}

/** A value of the same type from anywhere. */
function similar(root: unknown, places: readonly Path[], path: Path, n: number): unknown {
  const type = typeof get(root, path);
  const like = places.filter((place) => typeof get(root, place) === type);
  return clone(get(root, at(like, n)));
}

function addKey(root: unknown, path: Path, key: string, value: unknown): void {
  const node = get(root, path);
  put(typeof node === 'object' && node !== null && !Array.isArray(node) ? node : root, key, value);
}

function rename(root: unknown, path: Path, n: number): void {
  const value = get(root, path);
  const key = path.at(-1);
  if (typeof key !== 'string') return;
  remove(root, path);
  put(get(root, path.slice(0, -1)), n % 2 === 0 ? String(misspelt(key, n)) : at(UNKNOWN_KEYS, n), value);
}

function append(root: unknown, path: Path, value: unknown): void {
  const node = get(root, path);
  if (Array.isArray(node)) node.push(value);
}

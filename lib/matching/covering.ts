import { fixedPart } from './service-name';

/** What a rule matches. */
export interface MatchedSet {
  /** The namespace; any if undefined, empty or `*`. */
  readonly namespace?: string | undefined;
  /** The name; any if undefined, empty or `*`. */
  readonly name?: string | undefined;
  /** Conditions that the labels must meet too, each as one text. Default: none. */
  readonly conditions?: readonly string[];
}

/** A rule in the index. */
interface Entry {
  readonly position: number;
  readonly conditions: readonly string[];
}

/**
 * Rules by what they match. Finds the first one that matches everything that another one matches, and compares only the
 * rules that can.
 */
export class CoverIndex {
  private readonly byKey = new Map<string, Entry[]>();

  /**
   * Adds a rule, in the order of positions.
   *
   * @param pivot one of its conditions, best a rare one: the rule is compared only with those that have it too
   */
  add(set: MatchedSet, position: number, pivot: string | undefined = set.conditions?.[0]): void {
    const { namespace, name, conditions = [] } = set;
    const key = keyOf(fixedPart(namespace), fixedPart(name), pivot);
    const entries = this.byKey.get(key) ?? [];
    this.byKey.set(key, entries);
    entries.push({ position, conditions });
  }

  /** The position of the first rule that matches everything that another one matches; undefined if there is none. */
  first({ namespace, name, conditions = [] }: MatchedSet): number | undefined {
    const present = new Set(conditions);
    let first: number | undefined;
    for (const key of coveringKeys(fixedPart(namespace), fixedPart(name), present)) {
      const found = this.byKey.get(key)?.find((entry) => entry.conditions.every((each) => present.has(each)));
      if (found !== undefined && found.position < (first ?? Number.POSITIVE_INFINITY)) first = found.position;
    }
    return first;
  }
}

/**
 * For each rule, the position of the first earlier one that matches everything that it matches.
 *
 * @param sets what the rules match; undefined for rules without an effect
 */
export function firstCovering(sets: readonly (MatchedSet | undefined)[]): readonly (number | undefined)[] {
  const frequencies = new Map<string, number>();
  for (const condition of sets.flatMap((set) => set?.conditions ?? [])) {
    frequencies.set(condition, (frequencies.get(condition) ?? 0) + 1);
  }
  const frequency = (condition: string) => frequencies.get(condition) ?? 0;
  const index = new CoverIndex();
  return sets.map((set, i) => {
    if (set === undefined) return undefined;
    const by = index.first(set);
    // A covered rule covers no more than the one before it.
    if (by === undefined) index.add(set, i, [...(set.conditions ?? [])].sort((a, b) => frequency(a) - frequency(b))[0]);
    return by;
  });
}

function keyOf(namespace: string | undefined, name: string | undefined, pivot: string | undefined): string {
  return JSON.stringify([namespace, name, pivot]);
}

function coveringKeys(
  namespace: string | undefined,
  name: string | undefined,
  conditions: ReadonlySet<string>,
): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const pivot of [undefined, ...conditions]) {
    for (const space of [undefined, namespace]) {
      for (const part of [undefined, name]) keys.add(keyOf(space, part, pivot));
    }
  }
  return keys;
}

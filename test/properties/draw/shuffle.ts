/** A copy of a value whose maps have their keys in another order; lists keep theirs, which has a meaning. */
export function shuffleKeys(value: unknown, seed: number): unknown {
  const next = dice(seed);
  const shuffle = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return part.map(shuffle);
    const ranked = Object.entries(part).map(([key, inner]) => ({ key, inner: shuffle(inner), rank: next() }));
    return Object.fromEntries(ranked.sort((a, b) => a.rank - b.rank).map(({ key, inner }) => [key, inner]));
  };
  return shuffle(value);
}

/** Numbers that look random and follow from a seed. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state;
  };
}

const PART = /(\d{1,6})(h|m|s)/g;
const WHOLE = /^(\d{1,6}h)?(\d{1,6}m)?(\d{1,6}s)?$/;
const MILLISECONDS: { readonly [unit: string]: number } = { h: 3_600_000, m: 60_000, s: 1000 };

/** The milliseconds of a duration such as `90s`, `10m` or `1h30m`, as in kubectl; undefined where it is invalid. */
export function parseDuration(text: string): number | undefined {
  if (text === '' || !WHOLE.test(text)) return undefined;
  return [...text.matchAll(PART)].reduce(
    (sum, [, number, unit = '']) => sum + Number(number) * (MILLISECONDS[unit] ?? 0),
    0,
  );
}

/** A duration in words, to the second: `1h30m`, `45s`. */
export function printDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  return parts.flatMap(([number, unit]) => (number > 0 ? `${number}${unit}` : [])).join('') || '0s';
}

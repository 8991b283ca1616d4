/** The factors of the suffixes of quantities. Source: Kubernetes documentation, Quantity. */
const FACTORS: { readonly [suffix: string]: number } = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Whether two values are the same amount, such as `1000m` and `1`: an API server writes amounts in its own form. */
export function isSameAmount(a: unknown, b: unknown): boolean {
  const [one, other] = [amountOf(a), amountOf(b)];
  return one !== undefined && other !== undefined && Math.abs(one - other) <= Math.abs(one) * 1e-12;
}

function amountOf(value: unknown): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const [, digits, suffix = ''] = /^([+-]?[\d.]{1,40}(?:[eE][+-]?\d{1,3})?)([a-zA-Z]{0,2})$/.exec(String(value)) ?? [];
  const [number, factor] = [Number(digits), Object.hasOwn(FACTORS, suffix) ? FACTORS[suffix] : undefined];
  return factor === undefined || Number.isNaN(number) ? undefined : number * factor;
}

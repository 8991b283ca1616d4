/** The longest pause that a server can request, in milliseconds: a day, the maximum of `--timeout`. */
const MAX_PAUSE = 86_400_000;

/** A date as HTTP has it (RFC 9110, 5.6.7), such as `Sun, 06 Nov 1994 08:49:37 GMT`. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * The pause that a header `Retry-After` requests, in seconds or until a date (RFC 9110, 10.2.3).
 *
 * @param now the time in milliseconds since the epoch
 * @returns milliseconds, at most a day; undefined where the header is missing or invalid
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1000, MAX_PAUSE);
  const date = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.min(Math.max(date - now, 0), MAX_PAUSE);
}

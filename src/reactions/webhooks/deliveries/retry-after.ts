const SECONDS = /^\d{1,10}$/;

/**
 * Milliseconds that an answer asks to wait, or null when it does not or cannot be understood.
 *
 * A date is measured from the answer's own `Date`, so that a wrong clock on either side does no harm; from `now`
 * (milliseconds since 1970) when the answer has none. A date in the past asks for nothing.
 */
export function parseRetryAfter(headers: Readonly<Record<string, string>>, now: number): number | null {
  const value = headers['retry-after']?.trim() ?? '';
  if (SECONDS.test(value)) return Number(value) * 1_000;
  const until = httpDate(value);
  if (until === null) return null;
  const wait = until - (httpDate(headers['date'] ?? '') ?? now);
  return wait > 0 ? wait : null;
}

/** `Date.parse` alone would take "-5" and "1.5" for years. */
function httpDate(text: string): number | null {
  const time = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

import { ValidationError } from '../../../kernel/errors.js';
import { HEADERS } from './webhook-limits.js';

export type TextMap = Readonly<Record<string, string>>;

/** What answers show in place of a value. */
export const HEADER_MASK = '********';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const PRINTABLE = /^[\x20-\x7e]+$/;

/** Said by the product itself, by the connection, or by whatever stands between: nobody else may say it. */
const KEPT: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'cookie',
  'date',
  'expect',
  'forwarded',
  'host',
  'http2-settings',
  'keep-alive',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'via',
]);
const KEPT_BEGINNINGS = ['content-', 'proxy-', 'sec-', 'webhook-', 'x-forwarded-', 'x-webhook-'];

/**
 * The headers that a request is to have besides the product's own.
 *
 * @param wanted names as the caller writes them; the mask for a value that is to stay
 * @param before the values there are
 * @throws {ValidationError} naming each that may not be; never a value
 */
export function headersOf(wanted: TextMap, before: TextMap): TextMap {
  const stored = new Map(Object.entries(before).map(([name, value]) => [name.toLowerCase(), value]));
  const seen = new Set<string>();
  const faults = [];
  const after: Record<string, string> = {};
  for (const [name, text] of Object.entries(wanted)) {
    const key = name.toLowerCase();
    const value = text === HEADER_MASK ? stored.get(key) : text.trim();
    const message = faultOf(key, value) ?? (seen.has(key) ? 'is named twice' : undefined);
    seen.add(key);
    if (message !== undefined) faults.push({ field: `headers.${name.slice(0, 100)}`, message });
    else after[name] = value ?? '';
  }
  if (faults.length > 0) throw new ValidationError(faults);
  return after;
}

function faultOf(key: string, value: string | undefined): string | undefined {
  if (!NAME.test(key)) return 'must be named with letters, digits, dots, hyphens and underscores';
  if (KEPT.has(key) || KEPT_BEGINNINGS.some((beginning) => key.startsWith(beginning)))
    return 'is not yours to set';
  if (value === undefined) return `has no value yet that ${HEADER_MASK} could keep`;
  return PRINTABLE.test(value) && value.length <= HEADERS.max
    ? undefined
    : `must be 1 to ${HEADERS.max} printable characters of ASCII`;
}

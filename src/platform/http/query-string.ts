import qs from 'qs';

/** A query that cannot be understood. The router may not throw, so the fault travels in place of the parameters. */
export class MalformedQuery {
  [parameter: string]: unknown;

  constructor(readonly message: string) {}
}

function noParameters(): Record<string, unknown> {
  const none: Record<string, unknown> = {};
  Object.setPrototypeOf(none, null);
  return none;
}

function decode(text: string, _default: unknown, _charset: string, type: 'key' | 'value'): string {
  // The parser would leave such a parameter out, and nothing that a caller says may be ignored in silence.
  const decoded = decodeURIComponent(text.replaceAll('+', ' '));
  if (type === 'key' && decoded.includes('__proto__')) throw new SyntaxError('__proto__ is not a parameter');
  return decoded;
}

/**
 * Query parameters as objects without a prototype: `amount[gte]=1` → `{ amount: { gte: '1' } }`. Up to 200
 * parameters, 50 items in a list, 5 levels of brackets; anything beyond is a `MalformedQuery`.
 */
export function parseQueryString(text: string): Record<string, unknown> {
  if (text === '') return noParameters();
  if (text.includes('%00')) return new MalformedQuery('The query must not contain NUL characters');
  try {
    return qs.parse(text, {
      plainObjects: true,
      depth: 5,
      strictDepth: true,
      parameterLimit: 200,
      arrayLimit: 50,
      throwOnLimitExceeded: true,
      decoder: decode,
    });
  } catch (error) {
    if (error instanceof SyntaxError) return new MalformedQuery(error.message);
    if (error instanceof URIError) return new MalformedQuery('The query is not percent-encoded UTF-8');
    return new MalformedQuery('The query has too many parameters, too long lists or too deep brackets');
  }
}

export const API_PREFIX = '/api';
export const API_VERSION = '1';

const VERSION_SEGMENT = /^\/api\/v(\d+)(?=[/?]|$)/;
/** Behind something: `/api/` itself is no other address of `/api`. */
const SLASH_AT_END = /^(\/api\/[^?]*[^/?])\/(\?|$)/;
const VENDOR_MEDIA_TYPE = /application\/vnd\.crm\.v([\w.]+)\+json/gi;

/** Whether a URL (path, perhaps with a query) is one of the API, and not health, docs or metrics. */
export function isApiUrl(url: string): boolean {
  if (!url.startsWith(API_PREFIX)) return false;
  const next = url.charAt(API_PREFIX.length);
  return next === '' || next === '/' || next === '?';
}

/** The path without the query, whose values may be confidential. */
export function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

/** `/api/v1/leads` → `/api/leads`, `/api/leads/?page=2` → `/api/leads?page=2`; any other URL stays as it is. */
export function routedUrl(url: string): string {
  const match = VERSION_SEGMENT.exec(url);
  const api = match?.[1] === API_VERSION ? API_PREFIX + url.slice(match[0].length) : url;
  return api.replace(SLASH_AT_END, '$1$2');
}

/** Where the client sees the API: `/api`, or `/api/v1` for a URL, as it came, that names the version. */
export function apiRootOf(originalUrl: string): string {
  return VERSION_SEGMENT.exec(originalUrl)?.[0] ?? API_PREFIX;
}

export interface VersionSources {
  /** The URL after `routedUrl`. */
  readonly url: string;
  /** `X-API-Version`. */
  readonly header: string | string[] | undefined;
  /** `Accept`. */
  readonly accept: string | undefined;
}

/** The version a request names that does not exist; undefined when it names none or the current one. */
export function unsupportedVersion({ url, header, accept }: VersionSources): string | undefined {
  const inPath = VERSION_SEGMENT.exec(url)?.[1];
  if (inPath !== undefined) return inPath;
  if (header !== undefined && header !== API_VERSION && header !== `v${API_VERSION}`) return String(header);
  if (accept === undefined || !accept.toLowerCase().includes('vnd.crm')) return undefined;
  const named = [...accept.matchAll(VENDOR_MEDIA_TYPE)].map((match) => match[1] ?? '');
  return named.includes(API_VERSION) ? undefined : named[0];
}

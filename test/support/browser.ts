import { ApiClient, type ApiAnswer, type CallOptions } from './api-client.js';

export const COOKIE_MODE = { 'x-auth-mode': 'cookie' };

export interface CookieLogin {
  readonly [field: string]: unknown;
  readonly csrfToken: string;
  readonly tenantId: string;
  readonly userId: string;
}

/** `403 CSRF_TOKEN_INVALID`: all that matters of a refusal. */
export function outcomeOf({ status, body }: ApiAnswer): string {
  const error = body['error'] as { code: string } | undefined;
  return `${status} ${error?.code ?? ''}`;
}

interface StoredCookie {
  readonly value: string;
  readonly path: string;
}

/** An API client that keeps cookies as a browser does: by name and path, sent below that path, gone at Max-Age=0. */
export class Browser {
  private readonly cookies = new Map<string, StoredCookie>();
  private readonly api: ApiClient;

  /** `headers` go with every request: `sec-fetch-site`, `origin`. */
  constructor(
    url: string,
    private readonly headers: Readonly<Record<string, string>> = { 'sec-fetch-site': 'same-origin' },
  ) {
    this.api = new ApiClient(url);
  }

  /** The same cookies in another window, or on a page of another origin. */
  window(headers: Readonly<Record<string, string>> = this.headers): Browser {
    const other = new Browser(this.api.url, headers);
    for (const [name, cookie] of this.cookies) other.cookies.set(name, cookie);
    return other;
  }

  cookie(name: string): string | undefined {
    return this.cookies.get(name)?.value;
  }

  get names(): string[] {
    return [...this.cookies.keys()].sort();
  }

  login(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<ApiAnswer<CookieLogin>> {
    return this.request('POST', '/api/auth/login', { body, headers: { ...COOKIE_MODE, ...headers } });
  }

  refresh(headers: Readonly<Record<string, string>> = {}): Promise<ApiAnswer> {
    return this.request('POST', '/api/auth/refresh', { headers: { ...COOKIE_MODE, ...headers } });
  }

  /** What the session shows: 401 when it is over. */
  async status(): Promise<number> {
    return (await this.request('GET', '/api/auth/me')).status;
  }

  async request<Body = Record<string, unknown>>(
    method: string,
    path: string,
    options: CallOptions = {},
  ): Promise<ApiAnswer<Body>> {
    const cookie = [...this.cookies]
      .filter(([, { path: below }]) => path.startsWith(below))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const headers = { ...this.headers, ...(cookie !== '' && { cookie }), ...options.headers };
    const answer = await this.api.request<Body>(method, path, { ...options, headers });
    for (const line of answer.headers.getSetCookie()) this.store(line);
    return answer;
  }

  private store(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const path = /; Path=([^;]+)/.exec(line)?.[1] ?? '/';
    if (!/; Max-Age=0(;|$)/.test(line)) this.cookies.set(name, { value, path });
    else if (this.cookies.get(name)?.path === path) this.cookies.delete(name);
  }
}

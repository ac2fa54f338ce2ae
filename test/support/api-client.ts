import { randomBytes } from 'node:crypto';

export interface ApiAnswer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RegisteredTenant {
  readonly email: string;
  readonly password: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly token: string;
  readonly refreshToken: string;
}

/** Calls the API as a client would. */
export class ApiClient {
  constructor(
    readonly url: string,
    readonly token?: string,
  ) {}

  as(token: string): ApiClient {
    return new ApiClient(this.url, token);
  }

  /** A fresh tenant, its Admin logged in. */
  async register(name = 'Tenant'): Promise<ApiClient & { readonly tenant: RegisteredTenant }> {
    const email = `${randomBytes(8).toString('hex')}@example.com`;
    const password = 'Admin@123';
    const body = { email, password, tenantName: name };
    const answer = await this.post<RegisteredTenant>('/api/auth/register', { body });
    if (answer.status !== 201) throw new Error(`register: ${answer.status} ${JSON.stringify(answer.body)}`);
    return Object.assign(this.as(answer.body.token), { tenant: { ...answer.body, email, password } });
  }

  get<Body = Record<string, unknown>>(path: string, options?: CallOptions): Promise<ApiAnswer<Body>> {
    return this.request('GET', path, options);
  }

  post<Body = Record<string, unknown>>(path: string, options?: CallOptions): Promise<ApiAnswer<Body>> {
    return this.request('POST', path, options);
  }

  patch<Body = Record<string, unknown>>(path: string, options?: CallOptions): Promise<ApiAnswer<Body>> {
    return this.request('PATCH', path, options);
  }

  put<Body = Record<string, unknown>>(path: string, options?: CallOptions): Promise<ApiAnswer<Body>> {
    return this.request('PUT', path, options);
  }

  delete<Body = Record<string, unknown>>(path: string, options?: CallOptions): Promise<ApiAnswer<Body>> {
    return this.request('DELETE', path, options);
  }

  async request<Body = Record<string, unknown>>(
    method: string,
    path: string,
    options: CallOptions = {},
  ): Promise<ApiAnswer<Body>> {
    const hasBody = options.body !== undefined;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(hasBody && { 'content-type': 'application/json' }),
        ...(this.token !== undefined && { authorization: `Bearer ${this.token}` }),
        ...options.headers,
      },
      ...(hasBody && {
        body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body),
      }),
    });
    const text = await response.text();
    const isJson = /^application\/json\b/.test(response.headers.get('content-type') ?? '');
    const body = (text === '' ? undefined : isJson ? JSON.parse(text) : text) as Body;
    return { status: response.status, headers: response.headers, body };
  }
}

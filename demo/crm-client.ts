import { setTimeout as pause } from 'node:timers/promises';

const ATTEMPTS = 5;
const PAGE_SIZE = 200;
const TRY_LATER = [429, 503];

/** An answer other than 2xx. */
export class CrmClientError extends Error {
  override readonly name = 'CrmClientError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

interface Page<Item> {
  items: Item[];
  hasNextPage: boolean;
}

/** The API as any client sees it: JSON over HTTP with a bearer token. */
export class CrmClient {
  /** Sent with every call once known. */
  token: string | undefined;

  constructor(private readonly baseUrl: string) {}

  /**
   * Calls `METHOD path`, waiting and trying again while the server says 429 or 503.
   *
   * @throws CrmClientError for any other answer outside 2xx
   */
  async call<Answer>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: Readonly<Record<string, unknown>>,
  ): Promise<Answer> {
    const headers = {
      ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(this.baseUrl + path, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as Answer;
      if (!TRY_LATER.includes(response.status) || attempt === ATTEMPTS) {
        throw toError(`${method} ${path}`, response.status, text);
      }
      await pause(Number(response.headers.get('retry-after') ?? 1) * 1_000);
    }
  }

  /** Every item of a list, page by page. */
  async listAll<Item>(path: string): Promise<Item[]> {
    const items: Item[] = [];
    for (let page = 1; ; page += 1) {
      const answer = await this.call<Page<Item>>('GET', `${path}?pageSize=${PAGE_SIZE}&page=${page}`);
      items.push(...answer.items);
      if (!answer.hasNextPage) return items;
    }
  }
}

function toError(route: string, status: number, text: string): CrmClientError {
  const { code, message } = readError(text);
  return new CrmClientError(status, code, `${route} answered ${status} ${code}: ${message}`);
}

function readError(text: string): { code: string; message: string } {
  const unreadable = { code: 'UNREADABLE', message: text.slice(0, 200) };
  if (!text.startsWith('{')) return unreadable;
  return (JSON.parse(text) as { error?: { code: string; message: string } }).error ?? unreadable;
}

import type { ApiAnswer, ApiClient } from './api-client.js';

export interface SentFile {
  readonly name?: string;
  /** What is declared; default nothing. */
  readonly type?: string;
  readonly bytes?: Buffer | string;
  /** Parts beside the file. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** `?dryRun=true` */
  readonly query?: string;
}

/** A picture of one pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Sends a file as a form would, to the attachments of a record: `/api/leads/<id>`. */
export async function attachFile(
  client: ApiClient,
  record: string,
  { name = 'note.txt', type = '', bytes = 'text', fields = {}, headers = {}, query = '' }: SentFile = {},
): Promise<ApiAnswer> {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set('file', new Blob([bytes], { type }), name);
  const response = await fetch(`${client.url}${record}/attachments${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${client.token}`, ...headers },
    body: form,
  });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, body };
}

/** The bytes of an answer that is a file. */
export async function fetchFile(
  client: Pick<ApiClient, 'url' | 'token'>,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly headers: Headers; readonly bytes: Buffer }> {
  const response = await fetch(path.startsWith('http') ? path : `${client.url}${path}`, {
    headers: { ...(client.token !== undefined && { authorization: `Bearer ${client.token}` }), ...headers },
  });
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

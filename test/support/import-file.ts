import type { ApiAnswer, ApiClient } from './api-client.js';
import { type JobBody, jobIn } from './job-caller.js';

export interface SentTable {
  readonly table: string | Buffer;
  /** Default `text/csv`. */
  readonly type?: string;
  /** Name of a file; without it the table is the whole body. */
  readonly name?: string;
  /** Beside the table: in the query of a body that is the table, else in the form. */
  readonly options?: Readonly<Record<string, string>>;
  readonly mapping?: Readonly<Record<string, string | null>>;
  readonly dryRun?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a table to be imported: `contacts`. */
export async function importTable<Body = JobBody>(
  client: ApiClient,
  resource: string,
  { table, type = 'text/csv', name, options = {}, mapping, dryRun = false, headers = {} }: SentTable,
): Promise<ApiAnswer<Body>> {
  const given = { ...options, ...(mapping !== undefined && { mapping: JSON.stringify(mapping) }) };
  const query = new URLSearchParams(name === undefined ? given : {});
  if (dryRun) query.set('dryRun', 'true');
  const form = new FormData();
  for (const [field, value] of Object.entries(given)) form.set(field, value);
  form.set('file', new Blob([table], { type }), name ?? '');
  const response = await fetch(`${client.url}/api/${resource}/import?${query.toString()}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${client.token}`,
      ...(name === undefined && { 'content-type': type }),
      ...headers,
    },
    body: name === undefined ? table : form,
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}

/** The job once it is over. */
export async function imported(client: ApiClient, resource: string, sent: SentTable): Promise<JobBody> {
  const { status, body } = await importTable(client, resource, sent);
  if (status !== 202) throw new Error(`${status} ${JSON.stringify(body)}`);
  return jobIn(client, body.id, 'completed');
}

/** The faults of a job's rows. */
export async function errorsOf(client: ApiClient, id: string): Promise<Record<string, unknown>[]> {
  const response = await fetch(`${client.url}/api/jobs/${id}/errors?format=ndjson`, {
    headers: { authorization: `Bearer ${client.token}` },
  });
  const lines = (await response.text()).trim();
  return lines === '' ? [] : lines.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
}

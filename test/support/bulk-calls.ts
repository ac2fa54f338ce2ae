import type { ApiAnswer, ApiClient } from './api-client.js';

export interface BulkResult {
  readonly index: number;
  readonly status: number;
  readonly id: string | null;
  readonly version: number | null;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly details: { readonly field: string; readonly message: string }[];
  };
}

export interface BulkAnswer {
  readonly results: BulkResult[];
  readonly succeeded: number;
  readonly failed: number;
}

/** One call about many leads. */
export function bulkLeads(
  client: ApiClient,
  method: string,
  leads: unknown,
  query = '',
): Promise<ApiAnswer<BulkAnswer>> {
  return client.request<BulkAnswer>(method, `/api/leads/bulk${query}`, { body: { leads } });
}

/** Ids of new leads. */
export async function makeLeads(client: ApiClient, ...leads: unknown[]): Promise<string[]> {
  const { status, body } = await bulkLeads(client, 'POST', leads);
  if (status !== 200) throw new Error(`bulk: ${status} ${JSON.stringify(body)}`);
  return body.results.map(({ id }) => String(id));
}

import type { ApiClient } from './api-client.js';
import { eventually } from './eventually.js';

export interface AuditItem {
  readonly id: string;
  readonly action: string;
  readonly outcome: string;
  readonly actor: { readonly kind: string; readonly id: string | null; readonly name: string | null };
  readonly sessionId: string | null;
  readonly apiKeyId: string | null;
  readonly address: string | null;
  readonly requestId: string;
  readonly resource: string | null;
  readonly recordId: string | null;
  readonly changes: Readonly<Record<string, { old: unknown; new: unknown }>> | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly occurredAt: string;
}

export interface AuditPage {
  readonly items: readonly AuditItem[];
  readonly hasNextPage: boolean;
  readonly nextCursor: string | null;
}

/** The newest entries that the filters leave. */
export async function auditItems(reader: ApiClient, query = ''): Promise<readonly AuditItem[]> {
  const answer = await reader.get<AuditPage>(`/api/audit-logs?limit=200${query}`);
  if (answer.status !== 200) throw new Error(`audit log: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body.items;
}

/** The newest entry of an action, once it is there: refusals are told after their answer. */
export function auditItem(reader: ApiClient, action: string, query = ''): Promise<AuditItem> {
  return eventually(`an entry ${action}`, async () => {
    return (await auditItems(reader, `&action=${action}${query}`))[0];
  });
}

import type { ApiClient } from './api-client.js';
import { eventually } from './eventually.js';

export interface Receipt {
  readonly [field: string]: unknown;
  readonly id: string;
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly recordCount: number;
}

/** The receipt of an erasure, once nothing is left to do. */
export function completedErasure(client: ApiClient, id: string): Promise<Receipt> {
  const look = async () => {
    const { body } = await client.get<Receipt>(`/api/erasures/${id}`);
    return body.state === 'completed' ? body : undefined;
  };
  return eventually(`the erasure is completed (${id})`, look, { within: 20_000 });
}

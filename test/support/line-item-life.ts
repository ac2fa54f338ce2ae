import type { ApiClient } from './api-client.js';
import { made } from './route-case.js';

/** All that can happen to a line item by itself, which lives within a deal. */
export async function lineItemLife(admin: ApiClient): Promise<void> {
  const dealId = await made(admin, '/api/deals', { name: 'Lines' });
  const line = { dealId, name: 'Line', unitPrice: 1 };
  const path = `/api/line-items/${await made(admin, '/api/line-items', line)}`;
  const answers = [
    await admin.patch(path, { body: { quantity: 2 } }),
    await admin.delete(path),
    await admin.post(`${path}/restore`),
    await admin.delete(`${path}?permanent=true`),
  ];
  const failed = answers.find(({ status }) => status >= 300);
  if (failed !== undefined) throw new Error(`${failed.status} ${JSON.stringify(failed.body)}`);
}

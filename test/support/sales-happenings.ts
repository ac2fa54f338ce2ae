import type { ApiClient } from './api-client.js';
import { made } from './route-case.js';

/** Makes everything happen that pipelines and deals tell of besides what all records do. */
export async function sellAndLose(
  admin: ApiClient,
  done: (answer: Promise<{ status: number; body: unknown }>) => Promise<void>,
): Promise<void> {
  const pipeline = `/api/pipelines/${await made(admin, '/api/pipelines', { name: 'Partners' })}`;
  await done(admin.patch(pipeline, { body: { description: 'Told' } }));
  await done(admin.delete(pipeline));
  await done(admin.post(`${pipeline}/restore`));
  const deal = `/api/deals/${await made(admin, '/api/deals', { name: 'Told' })}`;
  await done(admin.put(`${deal}/stage`, { body: { stage: 'Proposal', amount: 10 } }));
  await done(admin.patch(deal, { body: { stage: 'Closed Won' } }));
  await done(admin.post(`${deal}/reopen`, { body: {} }));
  await done(admin.put(`${deal}/stage`, { body: { stage: 'Closed Lost', closeReason: 'Price' } }));
}

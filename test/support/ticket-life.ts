import type { ApiAnswer, ApiClient } from './api-client.js';
import { made } from './route-case.js';
import { addMember } from './team-of-members.js';

async function done(answer: Promise<ApiAnswer>): Promise<ApiAnswer> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return answer;
}

/** All that may happen to tickets and their comments besides the life of any record. */
export async function ticketLife(admin: ApiClient): Promise<void> {
  const { userId } = await addMember(admin, 'User');
  const path = `/api/tickets/${await made(admin, '/api/tickets', { subject: 'Told' })}`;
  for (const status of ['solved', 'closed']) await done(admin.patch(path, { body: { status } }));
  await done(admin.post(`${path}/reopen`));
  await done(admin.post(`${path}/assign`, { body: { ownerId: userId } }));
  const comment = `/api/ticket-comments/${await made(admin, `${path}/comments`, { body: 'Said' })}`;
  await done(admin.patch(comment, { body: { body: 'Better said' } }));
  await done(admin.delete(comment));
  await done(admin.post(`${comment}/restore`));
  const other = await made(admin, `${path}/comments`, { body: 'Gone', visibility: 'internal' });
  await done(admin.delete(`/api/ticket-comments/${other}?permanent=true`));
  const ids = [await made(admin, '/api/tickets', { subject: 'Told twice' })];
  const merged = await done(admin.post(`${path}/merge`, { body: { ids } }));
  await done(admin.post(`/api/merges/${String(merged.body['id'])}/undo`, { body: {} }));
}

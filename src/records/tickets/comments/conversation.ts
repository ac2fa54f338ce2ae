import type { TicketMoments } from '../tickets/index.js';
import type { TicketComment } from './ticket-comment.entity.js';

/** What new comments do to their tickets, by ticket; internal ones do nothing. */
export function momentsOf(comments: readonly TicketComment[]): ReadonlyMap<string, TicketMoments> {
  const moments = new Map<string, TicketMoments>();
  for (const { recordId, visibility, authorContactId, createdAt } of comments) {
    if (visibility !== 'public') continue;
    const said = authorContactId === null ? { answeredAt: createdAt } : { askedAt: createdAt };
    moments.set(recordId, { ...moments.get(recordId), ...said });
  }
  return moments;
}

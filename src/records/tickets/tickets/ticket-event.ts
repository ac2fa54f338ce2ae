import { RESOLVED } from './ticket-moves.js';
import type { Ticket } from './ticket.entity.js';

/** What the event of an update is called that means more than others: what is opened, solved or closed, or has another owner. */
export function eventOf(before: Ticket, after: Ticket): string | undefined {
  if (after.status !== before.status) {
    if (after.status === 'solved' || after.status === 'closed') return after.status;
    if (RESOLVED.includes(before.status)) return 'reopened';
  }
  return after.ownerId === before.ownerId ? undefined : 'assigned';
}

import { TICKET_STATUSES, type TicketStatus } from './ticket-values.js';

/** Where a ticket may go from each status by a change of it. A closed one is opened by `POST /:id/reopen` alone. */
export const TICKET_MOVES: Readonly<Record<TicketStatus, readonly TicketStatus[]>> = {
  new: ['open', 'pending', 'onHold', 'solved', 'closed'],
  open: ['pending', 'onHold', 'solved', 'closed'],
  pending: ['open', 'onHold', 'solved', 'closed'],
  onHold: ['open', 'pending', 'solved', 'closed'],
  solved: ['open', 'closed'],
  closed: [],
};

/** Those in which nothing is left to be done. */
export const RESOLVED: readonly TicketStatus[] = ['solved', 'closed'];
export const UNRESOLVED: readonly TicketStatus[] = TICKET_STATUSES.filter(
  (status) => !RESOLVED.includes(status),
);

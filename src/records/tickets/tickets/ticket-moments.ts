import type { Moment } from '../../../platform/resource/record.entity.js';
import type { TicketStatus } from './ticket-values.js';
import type { Ticket } from './ticket.entity.js';

/** What was said publicly of a ticket. */
export interface TicketMoments {
  /** When a contact said something. */
  readonly askedAt?: Moment;
  /** When a user did. */
  readonly answeredAt?: Moment;
}

/** Of which a word of the requester makes an open one. */
const WAITING: readonly TicketStatus[] = ['pending', 'solved'];

/** What of a ticket changes by what was said; what is said at once may come here in another order. */
export function fieldsAfter(ticket: Ticket, { askedAt, answeredAt }: TicketMoments): Partial<Ticket> {
  return {
    ...(answeredAt !== undefined && {
      firstRespondedAt: earliest(ticket.firstRespondedAt, answeredAt),
      lastRespondedAt: latest(ticket.lastRespondedAt, answeredAt),
    }),
    ...(askedAt !== undefined && { lastAskedAt: latest(ticket.lastAskedAt, askedAt) }),
    ...(askedAt !== undefined && WAITING.includes(ticket.status) && { status: 'open' }),
  };
}

/** Moments are texts in the order of time. */
function earliest(known: Moment | null, moment: Moment): Moment {
  return known !== null && known < moment ? known : moment;
}

function latest(known: Moment | null, moment: Moment): Moment {
  return known !== null && known > moment ? known : moment;
}

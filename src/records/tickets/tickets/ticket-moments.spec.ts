import { describe, expect, it } from '@jest/globals';
import { fieldsAfter } from './ticket-moments.js';
import { TICKET_MOVES } from './ticket-moves.js';
import { TICKET_STATUSES, type TicketStatus } from './ticket-values.js';
import type { Ticket } from './ticket.entity.js';

const [EARLIER, LATER] = ['2026-11-29T09:00:00.000Z', '2026-11-29T10:00:00.000Z'];
const ticket = (status: TicketStatus, firstRespondedAt: string | null = null) =>
  ({ status, firstRespondedAt, lastRespondedAt: null, lastAskedAt: null }) as Ticket;

describe('what is said of a ticket', () => {
  it.each(TICKET_STATUSES)(
    'opens it when the requester says it, if it is pending or solved: %s',
    (status) => {
      const { status: after = status, lastAskedAt } = fieldsAfter(ticket(status), { askedAt: LATER });
      expect(lastAskedAt).toBe(LATER);
      expect(after).toBe(status === 'pending' || status === 'solved' ? 'open' : status);
    },
  );

  it('is an answer when a user says it, the first one once', () => {
    expect(fieldsAfter(ticket('new'), { answeredAt: LATER })).toEqual({
      firstRespondedAt: LATER,
      lastRespondedAt: LATER,
    });
    expect(fieldsAfter(ticket('open', EARLIER), { answeredAt: LATER })).toEqual({
      firstRespondedAt: EARLIER,
      lastRespondedAt: LATER,
    });
  });

  it('counts by its time, in whatever order it comes', () => {
    const later = { ...ticket('open', LATER), lastRespondedAt: LATER, lastAskedAt: LATER };
    expect(fieldsAfter(later, { answeredAt: EARLIER, askedAt: EARLIER })).toEqual({
      ...{ firstRespondedAt: EARLIER, lastRespondedAt: LATER, lastAskedAt: LATER },
    });
  });

  it('moves no ticket where it may not go by itself', () => {
    for (const status of TICKET_STATUSES) {
      const after = fieldsAfter(ticket(status), { askedAt: LATER }).status;
      if (after !== undefined) expect(TICKET_MOVES[status]).toContain(after);
    }
  });
});

describe('the moves of a ticket', () => {
  it('never lead back to new, nor out of closed', () => {
    expect(Object.values(TICKET_MOVES).flat()).not.toContain('new');
    expect(TICKET_MOVES.closed).toEqual([]);
  });
});

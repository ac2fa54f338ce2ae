import { describe, expect, it } from '@jest/globals';
import { eventOf } from './ticket-event.js';
import type { TicketStatus } from './ticket-values.js';
import type { Ticket } from './ticket.entity.js';

const ticket = (status: TicketStatus, ownerId: string | null = null) => ({ status, ownerId }) as Ticket;

describe('the event of an update', () => {
  it.each([
    ['reopened', ticket('closed'), ticket('open')],
    ['reopened', ticket('solved'), ticket('open', 'somebody')],
    ['closed', ticket('solved'), ticket('closed')],
    ['solved', ticket('new'), ticket('solved', 'somebody')],
    ['assigned', ticket('new'), ticket('open', 'somebody')],
    ['assigned', ticket('solved', 'somebody'), ticket('solved')],
    [undefined, ticket('new'), ticket('open')],
    [undefined, ticket('closed'), ticket('closed')],
  ])('is called %s', (event, before, after) => {
    expect(eventOf(before, after)).toBe(event);
  });
});

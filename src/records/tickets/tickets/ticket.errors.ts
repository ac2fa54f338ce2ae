import { ConflictError } from '../../../kernel/errors.js';
import { TICKET_MOVES } from './ticket-moves.js';
import type { TicketStatus } from './ticket-values.js';

/** 409: the message says where it may go. */
export class TicketMoveError extends ConflictError {
  constructor(from: TicketStatus, to: TicketStatus) {
    const allowed = TICKET_MOVES[from];
    const rule =
      allowed.length === 0
        ? `A ${from} ticket is opened by POST /api/tickets/:id/reopen alone`
        : `A ticket that is ${from} can become ${allowed.join(', ')}, not ${to}`;
    super(rule, { details: [{ field: 'status', message: rule }] });
  }
}

/** 409: there is nothing to reopen. */
export class TicketNotResolvedError extends ConflictError {
  constructor(status: TicketStatus) {
    super(`Only a solved or closed ticket can be reopened; this one is ${status}`);
  }
}

/** 409: what comes to it would be read by nobody. */
export class TicketClosedError extends ConflictError {
  constructor(what: string) {
    super(`The ticket is closed and takes no ${what}: reopen it first`);
  }
}

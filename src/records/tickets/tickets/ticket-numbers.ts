import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { Ticket } from './ticket.entity.js';

const NEXT = `SELECT nextval('ticket_numbers')::integer AS number FROM generate_series(1, $1::integer)`;

/** The numbers of tickets, from a sequence: nobody waits for one, and one that comes to nothing is not given again. */
@Injectable()
export class TicketNumbers {
  constructor(private readonly database: TenantDatabase) {}

  /** Numbers new tickets in their order. */
  async give(tickets: readonly Ticket[]): Promise<void> {
    if (tickets.length === 0) return;
    const values = [tickets.length];
    const rows = await this.database.query<{ number: number }>({
      name: 'ticket-numbers',
      text: NEXT,
      values,
    });
    const numbers = rows.map(({ number }) => number).sort((one, other) => one - other);
    for (const [index, ticket] of tickets.entries()) {
      const number = numbers[index];
      if (number === undefined) throw new Error('A ticket was left without a number');
      Object.assign(ticket, { number, numberWords: `#${number} ${number}` });
    }
  }
}

export { TicketsModule } from './tickets.module.js';
export { TicketsService } from './tickets.service.js';
export { TicketClosedError } from './ticket.errors.js';
export type { TicketMoments } from './ticket-moments.js';
export { TICKET_CHANNELS, type TicketChannel } from './ticket-values.js';

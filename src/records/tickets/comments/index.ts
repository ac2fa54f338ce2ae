export { TicketCommentsModule } from './ticket-comments.module.js';

export { TicketQueuesModule } from './ticket-queues.module.js';
export { TicketQueuesService } from './ticket-queues.service.js';

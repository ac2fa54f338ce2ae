import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { ticketQueueResource } from './ticket-queue.policy.js';
import { TicketQueuesService } from './ticket-queues.service.js';

@ApiTags('Ticket queues')
@Controller('ticket-queues')
export class TicketQueuesController extends ResourceController(ticketQueueResource) {
  constructor(queues: TicketQueuesService) {
    super(queues);
  }
}

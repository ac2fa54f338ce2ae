import { Module } from '@nestjs/common';
import { TicketQueuesController } from './ticket-queues.controller.js';
import { TicketQueuesService } from './ticket-queues.service.js';

@Module({
  controllers: [TicketQueuesController],
  providers: [TicketQueuesService],
  exports: [TicketQueuesService],
})
export class TicketQueuesModule {}

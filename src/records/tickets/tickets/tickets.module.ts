import { Module } from '@nestjs/common';
import { TicketQueuesModule } from '../queues/index.js';
import { MomentMergePart } from './moment-merge.part.js';
import { RecordTicketsController } from './record-tickets.controller.js';
import { RecordTicketsService } from './record-tickets.service.js';
import { TicketNumbers } from './ticket-numbers.js';
import { TicketStatusHistory } from './ticket-status-history.js';
import { TicketsController } from './tickets.controller.js';
import { TicketsService } from './tickets.service.js';

@Module({
  imports: [TicketQueuesModule],
  controllers: [TicketsController, RecordTicketsController],
  providers: [TicketsService, TicketNumbers, TicketStatusHistory, RecordTicketsService, MomentMergePart],
  exports: [TicketsService],
})
export class TicketsModule {}

import { Module } from '@nestjs/common';
import { TicketsModule } from '../tickets/index.js';
import { CommentsOfTicketController } from './comments-of-ticket.controller.js';
import { TicketCommentsController } from './ticket-comments.controller.js';
import { TicketCommentsService } from './ticket-comments.service.js';

@Module({
  imports: [TicketsModule],
  controllers: [TicketCommentsController, CommentsOfTicketController],
  providers: [TicketCommentsService],
  exports: [TicketCommentsService],
})
export class TicketCommentsModule {}

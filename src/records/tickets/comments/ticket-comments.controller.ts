import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { ticketCommentResource } from './ticket-comment.policy.js';
import { TicketCommentsService } from './ticket-comments.service.js';

@ApiTags('Ticket comments')
@Controller('ticket-comments')
export class TicketCommentsController extends ResourceController(ticketCommentResource) {
  constructor(comments: TicketCommentsService) {
    super(comments);
  }
}

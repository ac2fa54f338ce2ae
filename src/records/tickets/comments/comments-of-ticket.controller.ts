import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { listParameters, shapeParameters } from '../../../platform/resource/lists/list-parameters.js';
import { viewSchema } from '../../../platform/resource/record-view-schema.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { CreateTicketCommentDto } from './dto/create-ticket-comment.dto.js';
import { TicketCommentDto } from './dto/ticket-comment.dto.js';
import { ticketCommentResource } from './ticket-comment.policy.js';
import { TicketCommentsService } from './ticket-comments.service.js';

const SAID_BY_THE_PATH: ReadonlySet<string> = new Set(['recordId', 'ticketId']);

/** What is said of one ticket. Takes the right to read the ticket too. */
@ApiTags('Ticket comments')
@Controller('tickets/:id/comments')
export class CommentsOfTicketController {
  constructor(private readonly comments: TicketCommentsService) {}

  @Post()
  @Route({
    permission: 'ticket-comments:create',
    summary: 'Comment on a ticket',
    operationId: 'commentOnTicket',
    status: 201,
    record: true,
    response: TicketCommentDto,
    locatedAt: '/api/ticket-comments',
    dryRun: true,
  })
  create(@Param('id', ParseIdPipe) id: string, @Body() input: CreateTicketCommentDto): Promise<RecordView> {
    return this.comments.commentOn(id, input);
  }

  @Get()
  @Route({
    permission: 'ticket-comments:read',
    summary: 'List comments on a ticket',
    operationId: 'listCommentsOfTicket',
    response: pageOf(viewSchema(ticketCommentResource)),
    openQuery: true,
    query: [
      ...listParameters(ticketCommentResource.policy).filter(({ name }) => !SAID_BY_THE_PATH.has(name)),
      ...shapeParameters(ticketCommentResource),
    ],
  })
  list(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<RecordView>> {
    return this.comments.listOf(id, query);
  }
}

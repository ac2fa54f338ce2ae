import { Injectable } from '@nestjs/common';
import { ValidationError } from '../../../kernel/errors.js';
import type { Page } from '../../../kernel/page.js';
import { currentActor } from '../../../platform/context/request-context.js';
import { settleMentions } from '../../../platform/resource/events/settle-mentions.js';
import { badFilter } from '../../../platform/resource/lists/list-filters.js';
import type { ListQuery } from '../../../platform/resource/lists/list-query.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { TicketClosedError, TicketsService } from '../tickets/index.js';
import { momentsOf } from './conversation.js';
import type { CreateTicketCommentDto } from './dto/create-ticket-comment.dto.js';
import type { TicketComment } from './ticket-comment.entity.js';
import { ticketCommentResource } from './ticket-comment.policy.js';

const GIVEN_BY_THE_PATH = ['recordId', 'ticketId'] as const;
/** Merges alone move them. */
const STAYS = ['recordId', 'authorContactId'] as const;

/** What users and contacts say of tickets, and what that does to the tickets. */
@Injectable()
export class TicketCommentsService extends ResourceService<TicketComment> {
  constructor(
    foundation: RecordFoundation,
    private readonly tickets: TicketsService,
  ) {
    super(ticketCommentResource, foundation);
  }

  /**
   * On a ticket that was merged into another one it is said of that.
   *
   * @throws {NotFoundError} 404 for a ticket that the caller cannot read · {TicketClosedError} 409 · {ValidationError} 422
   */
  async commentOn(ticketId: string, input: CreateTicketCommentDto): Promise<RecordView> {
    const { id: recordId } = await this.tickets.get(ticketId);
    return this.create({ ...input, recordId });
  }

  /** With all that lists can do. @throws {NotFoundError} 404 for a ticket that the caller cannot read */
  async listOf(ticketId: string, query: ListQuery): Promise<Page<RecordView>> {
    const { id: recordId } = await this.tickets.get(ticketId);
    for (const name of GIVEN_BY_THE_PATH)
      if (query[name] !== undefined) throw badFilter(name, 'is what the path says');
    return this.list({ ...query, recordId });
  }

  protected override complete(draft: TicketComment): void {
    draft.resource = this.tickets.descriptor.name;
    draft.authorId = draft.authorContactId === null ? currentActor().id : null;
  }

  protected override check({ authorContactId, visibility }: TicketComment): void {
    if (authorContactId !== null && visibility === 'internal')
      throw new ValidationError([{ field: 'visibility', message: 'is public for what a contact says' }]);
  }

  protected override async examine(writes: readonly RecordWrite<TicketComment>[]): Promise<void> {
    for (const write of writes) if (write.before !== undefined) refuseMoves(write);
    await settleMentions(writes, this.foundation.database);
    const added = writes.filter(({ verb }) => verb === 'created');
    const statuses = await this.tickets.lockReadable(added.map(({ after }) => after.recordId));
    for (const write of added) {
      const status = statuses.get(write.after.recordId);
      if (status === undefined)
        write.refuse(new ValidationError([{ field: 'recordId', message: 'does not exist' }]));
      else if (status === 'closed' && write.after.visibility === 'public')
        write.refuse(new TicketClosedError('public comments'));
    }
  }

  protected override follow(writes: readonly RecordWrite<TicketComment>[]): Promise<void> {
    const added = writes.filter(({ verb }) => verb === 'created');
    return this.tickets.discuss(momentsOf(added.map(({ after }) => after)));
  }
}

function refuseMoves(write: RecordWrite<TicketComment>): void {
  const { before, input } = write;
  const moved = STAYS.filter((field) => input[field] !== undefined && input[field] !== before?.[field]);
  if (moved.length > 0)
    write.refuse(new ValidationError(moved.map((field) => ({ field, message: 'stays as it was made' }))));
}

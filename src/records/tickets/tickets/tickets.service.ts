import { Injectable } from '@nestjs/common';
import { PermissionDeniedError, ValidationError } from '../../../kernel/errors.js';
import type { Page } from '../../../kernel/page.js';
import { currentAccess } from '../../../platform/context/request-context.js';
import { readPageQuery } from '../../../platform/http/page-query.js';
import type { ListQuery } from '../../../platform/resource/lists/list-query.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import { changedFields } from '../../../platform/resource/writes/record-changes.js';
import { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { TicketQueuesService } from '../queues/index.js';
import type { TicketStatusChangeDto } from './dto/ticket-status-change.dto.js';
import { RESOLVED, TICKET_MOVES } from './ticket-moves.js';
import { fieldsAfter, type TicketMoments } from './ticket-moments.js';
import { TicketNumbers } from './ticket-numbers.js';
import { TicketStatusHistory } from './ticket-status-history.js';
import type { TicketStatus } from './ticket-values.js';
import type { Ticket } from './ticket.entity.js';
import { TicketClosedError, TicketMoveError, TicketNotResolvedError } from './ticket.errors.js';
import { ticketResource } from './ticket.policy.js';

const IS_ACTIVE = 'SELECT 1 FROM members WHERE id = $1 AND active';

/** What somebody asks for, until it is solved. */
@Injectable()
export class TicketsService extends ResourceService<Ticket> {
  constructor(
    foundation: RecordFoundation,
    private readonly queues: TicketQueuesService,
    private readonly numbers: TicketNumbers,
    private readonly history: TicketStatusHistory,
  ) {
    super(ticketResource, foundation);
  }

  /** @throws {NotFoundError} 404 · {PermissionDeniedError} 403 when the status itself is hidden */
  async statusHistory(id: string, query: ListQuery): Promise<Page<TicketStatusChangeDto>> {
    if (currentAccess().hiddenFields(this.descriptor.plural).has('status')) throw new PermissionDeniedError();
    const page = readPageQuery(query);
    const ticket = await this.get(id);
    return this.history.list(ticket.id, page);
  }

  /**
   * Gives a ticket to a user, or to nobody; the same owner changes nothing.
   *
   * @throws {ValidationError} 422 for no active user · {NotFoundError} 404 · {PermissionDeniedError} 403 when the caller could
   *   not reach it there
   */
  assign(id: string, ownerId: string | null): Promise<RecordView> {
    return this.alter(id, 'assigned', 'ownerId', async () => {
      if (ownerId !== null) await this.requireActive(ownerId);
      await this.requireOwner('update', ownerId);
      return { ownerId };
    });
  }

  /** Opens a solved or closed ticket again. @throws {TicketNotResolvedError} 409 · {NotFoundError} 404 · {PermissionDeniedError} 403 */
  reopen(id: string): Promise<RecordView> {
    return this.alter(id, 'reopened', 'status', (before) => {
      if (!RESOLVED.includes(before.status)) throw new TicketNotResolvedError(before.status);
      return { status: 'open', solvedAt: null, closedAt: null };
    });
  }

  /** Statuses of those tickets that the caller may read, which stay so until the open transaction ends. */
  async lockReadable(ids: readonly string[]): Promise<ReadonlyMap<string, TicketStatus>> {
    const isHeld = currentAccess().reach(`${this.descriptor.plural}:read`) !== undefined;
    if (ids.length === 0 || !isHeld) return new Map();
    const lock = this.table.lock([...new Set(ids)], { scope: this.scope('read') });
    const tickets = await this.foundation.database.query<Ticket>(lock);
    return new Map(tickets.map(({ id, status }) => [id, status]));
  }

  /** What was said publicly changes its tickets, whoever may. Joins the open transaction. */
  async discuss(said: ReadonlyMap<string, TicketMoments>): Promise<void> {
    await this.rewrite([...said.keys()], (before) => fieldsAfter(before, said.get(before.id) ?? {}));
  }

  protected override check(ticket: Ticket, before: Ticket | undefined): void {
    if (before === undefined || ticket.status === before.status) return;
    if (!TICKET_MOVES[before.status].includes(ticket.status))
      throw new TicketMoveError(before.status, ticket.status);
  }

  protected override mayMerge(survivor: Ticket): void {
    if (survivor.status === 'closed') throw new TicketClosedError('other tickets');
  }

  protected override async examine(writes: readonly RecordWrite<Ticket>[]): Promise<void> {
    await this.refuseStrangeQueues(writes);
    const added = writes.filter(({ verb, refused }) => verb === 'created' && refused === undefined);
    await this.numbers.give(added.map(({ after }) => after));
    for (const { after } of added) after.lastAskedAt = after.createdAt;
    const now = this.foundation.clock.now().toISOString();
    for (const { after, before } of writes) {
      after.solvedAt = RESOLVED.includes(after.status) ? (before?.solvedAt ?? now) : null;
      after.closedAt = after.status === 'closed' ? (before?.closedAt ?? now) : null;
    }
  }

  protected override follow(writes: readonly RecordWrite<Ticket>[]): Promise<void> {
    return this.history.store(writes);
  }

  /** Whoever deletes the queue meanwhile finds the ticket in it. */
  private async refuseStrangeQueues(writes: readonly RecordWrite<Ticket>[]): Promise<void> {
    const moved = writes.flatMap((write) => {
      const { queueId } = write.after;
      return queueId === null || queueId === write.before?.queueId ? [] : [{ write, queueId }];
    });
    const held = await this.queues.hold(moved.map(({ queueId }) => queueId));
    for (const { write, queueId } of moved) {
      if (!held.has(queueId))
        write.refuse(new ValidationError([{ field: 'queueId', message: 'does not exist' }]));
    }
  }

  /** Changes a ticket that the caller may change, under an event of its own. @param field without which they may not */
  private async alter(
    id: string,
    verb: string,
    field: keyof Ticket,
    choose: (before: Ticket) => Promise<Partial<Ticket>> | Partial<Ticket>,
  ): Promise<RecordView> {
    if (currentAccess().readOnlyFields(this.descriptor.plural).has(field))
      throw new PermissionDeniedError(`You may not write ${field}`);
    await this.foundation.journal.prepare();
    return this.write(async () => {
      const before = await this.find(id, 'update', { lock: true });
      const fields = await choose(before);
      const changes = changedFields(before, fields);
      if (Object.keys(changes).length === 0) return this.view(before);
      const saved = await this.save(verb, before, fields, changes);
      await this.follow([new RecordWrite('updated', before, saved)]);
      return this.view(saved);
    });
  }

  private async requireActive(ownerId: string): Promise<void> {
    const found = await this.foundation.database.query({ text: IS_ACTIVE, values: [ownerId] });
    if (found.length === 0) throw new ValidationError([{ field: 'ownerId', message: 'is no active user' }]);
  }
}

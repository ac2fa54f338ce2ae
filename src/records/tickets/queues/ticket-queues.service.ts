import { Injectable } from '@nestjs/common';
import { ValidationError } from '../../../kernel/errors.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import type { TicketQueue } from './ticket-queue.entity.js';
import { QueueInUseError } from './ticket-queue.errors.js';
import { ticketQueueResource } from './ticket-queue.policy.js';

const ACTIVE = 'SELECT id FROM members WHERE id = ANY ($1::uuid[]) AND active';
const TEAMS = 'SELECT id FROM teams WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL';
const IN_USE = `SELECT wanted.id FROM unnest($1::uuid[]) AS wanted (id) WHERE EXISTS (SELECT 1 FROM tickets
  WHERE queue_id = wanted.id AND status NOT IN ('solved', 'closed') AND deleted_at IS NULL)`;
/** Whoever deletes a queue meanwhile waits, and then finds what was put into it. */
const HOLD = `SELECT id FROM ticket_queues WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL ORDER BY id FOR SHARE`;

@Injectable()
export class TicketQueuesService extends ResourceService<TicketQueue> {
  constructor(foundation: RecordFoundation) {
    super(ticketQueueResource, foundation);
  }

  /** Those of the ids whose queues are there, and stay so until the open transaction ends. */
  hold(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return this.among(HOLD, ids);
  }

  protected override async examine(writes: readonly RecordWrite<TicketQueue>[]): Promise<void> {
    await this.refuseStrangers(writes);
    await this.refuseStrangeTeams(writes);
    const deleted = writes.filter(({ verb }) => verb === 'deleted');
    const inUse = await this.among(
      IN_USE,
      deleted.map(({ after }) => after.id),
    );
    for (const write of deleted) if (inUse.has(write.after.id)) write.refuse(new QueueInUseError());
  }

  /** Who was a member before may have left since: the queue stays as it is. */
  private async refuseStrangers(writes: readonly RecordWrite<TicketQueue>[]): Promise<void> {
    const added = ({ after, before }: RecordWrite<TicketQueue>) =>
      after.memberIds.filter((id) => before?.memberIds.includes(id) !== true);
    const active = await this.among(ACTIVE, writes.flatMap(added));
    for (const write of writes) {
      if (added(write).every((id) => active.has(id))) continue;
      write.refuse(new ValidationError([{ field: 'memberIds', message: 'must name active users only' }]));
    }
  }

  private async refuseStrangeTeams(writes: readonly RecordWrite<TicketQueue>[]): Promise<void> {
    const added = ({ after: { teamId }, before }: RecordWrite<TicketQueue>) =>
      teamId === null || teamId === before?.teamId ? [] : [teamId];
    const teams = await this.among(TEAMS, writes.flatMap(added));
    for (const write of writes) {
      if (added(write).every((id) => teams.has(id))) continue;
      write.refuse(new ValidationError([{ field: 'teamId', message: 'does not exist' }]));
    }
  }

  private async among(text: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const values = [[...new Set(ids)]];
    const rows = await this.foundation.database.query<{ id: string }>({ text, values });
    return new Set(rows.map(({ id }) => id));
  }
}

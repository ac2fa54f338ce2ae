import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { type Moment, RecordEntity } from '../../../platform/resource/record.entity.js';
import type { TicketChannel, TicketPriority, TicketStatus, TicketType } from './ticket-values.js';

@TenantEntity('tickets')
export class Ticket extends RecordEntity {
  /** Unique in the tenant; a later ticket has a greater one, with gaps. */
  @Column('integer')
  number!: number;

  /** The number as people write it, for the search: `#42 42`. */
  @Column('text')
  numberWords!: string;

  @Column('text')
  subject!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text')
  status!: TicketStatus;

  @Column('text')
  priority!: TicketPriority;

  @Column('text')
  channel!: TicketChannel;

  @Column('text')
  type!: TicketType;

  /** The contact who asks. */
  @Column('uuid', { nullable: true })
  requesterId!: string | null;

  @Column('uuid', { nullable: true })
  companyId!: string | null;

  @Column('uuid', { nullable: true })
  queueId!: string | null;

  /** First public comment of a user. */
  @Column('timestamptz', { nullable: true })
  firstRespondedAt!: Moment | null;

  /** Last public comment of a contact, or creation. */
  @Column('timestamptz', { nullable: true })
  lastAskedAt!: Moment | null;

  /** Last public comment of a user. */
  @Column('timestamptz', { nullable: true })
  lastRespondedAt!: Moment | null;

  /** Since when it is solved or closed, without a break. */
  @Column('timestamptz', { nullable: true })
  solvedAt!: Moment | null;

  @Column('timestamptz', { nullable: true })
  closedAt!: Moment | null;
}

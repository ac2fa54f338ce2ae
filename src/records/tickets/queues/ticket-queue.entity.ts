import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { RecordEntity } from '../../../platform/resource/record.entity.js';

@TenantEntity('ticket_queues')
export class TicketQueue extends RecordEntity {
  /** Unique in the tenant without regard to case. */
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  /** Ids of members. */
  @Column('text', { array: true })
  memberIds!: string[];

  @Column('uuid', { nullable: true })
  teamId!: string | null;
}

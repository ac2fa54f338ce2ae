import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { RecordEntity } from '../../../platform/resource/record.entity.js';
import type { TicketChannel } from '../tickets/index.js';
import type { CommentVisibility } from './comment-values.js';

@TenantEntity('ticket_comments')
export class TicketComment extends RecordEntity {
  /** Always `ticket`: what it lives within. */
  @Column('text')
  resource!: string;

  /** The ticket. */
  @Column('uuid')
  recordId!: string;

  @Column('text')
  body!: string;

  @Column('text')
  visibility!: CommentVisibility;

  @Column('text', { nullable: true })
  channel!: TicketChannel | null;

  /** The user who wrote it; null for one of a contact. */
  @Column('uuid', { nullable: true })
  authorId!: string | null;

  @Column('uuid', { nullable: true })
  authorContactId!: string | null;

  /** Ids of members. */
  @Column('text', { array: true })
  mentions!: string[];
}

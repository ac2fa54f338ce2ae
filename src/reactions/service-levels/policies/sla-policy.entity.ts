import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { RecordEntity } from '../../../platform/resource/record.entity.js';
import type { Escalation, SlaTimes, SlaWarning } from './sla-terms.js';

@TenantEntity('sla_policies')
export class SlaPolicy extends RecordEntity {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  /** Name of the record type: `lead`. */
  @Column('text')
  resource!: string;

  /** Policies are asked in this order; the first that a record fits counts. */
  @Column('integer')
  position!: number;

  @Column('boolean')
  active!: boolean;

  /** In the JSON form of lists; null for every record. */
  @Column('jsonb', { nullable: true })
  conditions!: Record<string, unknown> | null;

  /** Null for around the clock. */
  @Column('uuid', { nullable: true })
  businessHoursId!: string | null;

  @Column('jsonb')
  targets!: SlaTimes[];

  @Column('jsonb', { nullable: true })
  warning!: SlaWarning | null;

  @Column('jsonb')
  escalations!: Escalation[];

  /** Who said last what it does: conditions see what they may see, actions do what they may do. */
  @Column('uuid')
  rightsUserId!: string;

  /** Set when it was said with an API key: its rules count as well. */
  @Column('uuid', { nullable: true })
  rightsApiKeyId!: string | null;
}

import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { RecordEntity } from '../../../platform/resource/record.entity.js';

@TenantEntity('webhook_endpoints')
export class WebhookEndpoint extends RecordEntity {
  @Column('text')
  url!: string;

  /** `lead.created`, `lead.*` or `*`. */
  @Column('text', { array: true })
  events!: string[];

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('boolean')
  enabled!: boolean;

  @Column('text', { nullable: true })
  disabledReason!: string | null;

  @Column('text')
  sealedSecret!: string;

  /** Whoever said last where what goes: bodies show what they may see. */
  @Column('uuid')
  rightsUserId!: string;

  /** Set when it was said with an API key: its rules count as well. */
  @Column('uuid', { nullable: true })
  rightsApiKeyId!: string | null;
}

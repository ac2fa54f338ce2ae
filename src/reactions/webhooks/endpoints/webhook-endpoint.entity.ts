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
}

import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { RecordEntity } from '../../../platform/resource/record.entity.js';
import type { PreviousSecret } from './previous-secret.js';

@TenantEntity('webhook_endpoints')
export class WebhookEndpoint extends RecordEntity {
  @Column('text')
  url!: string;

  /** `lead.created`, `lead.*` or `*`. */
  @Column('text', { array: true })
  events!: string[];

  @Column('text', { nullable: true })
  description!: string | null;

  /** In the JSON form of lists; null for every event. */
  @Column('jsonb', { nullable: true })
  filter!: Record<string, unknown> | null;

  /** Of the records; null for all. */
  @Column('text', { array: true, nullable: true })
  fields!: string[] | null;

  /** As answers show them: a mask for each value. */
  @Column('jsonb')
  headers!: Record<string, string>;

  @Column('text', { nullable: true })
  sealedHeaders!: string | null;

  /** Requests a minute; null for no limit. */
  @Column('integer', { nullable: true })
  rateLimit!: number | null;

  /** Seconds before each attempt; null for the product's own. */
  @Column('integer', { array: true, nullable: true })
  retrySchedule!: number[] | null;

  @Column('boolean')
  enabled!: boolean;

  @Column('text', { nullable: true })
  disabledReason!: string | null;

  @Column('text')
  sealedSecret!: string;

  /** From newest to oldest. */
  @Column('jsonb')
  previousSecrets!: PreviousSecret[];

  /** When each of them ends, in ISO 8601: what answers may show. */
  @Column('text', { array: true })
  previousSecretsExpireAt!: string[];

  @Column('timestamptz', { nullable: true })
  secretRotatedAt!: string | null;

  /** Whoever said last where what goes: bodies show what they may see. */
  @Column('uuid')
  rightsUserId!: string;

  /** Set when it was said with an API key: its rules count as well. */
  @Column('uuid', { nullable: true })
  rightsApiKeyId!: string | null;
}

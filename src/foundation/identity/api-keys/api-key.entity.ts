import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { type Moment, RecordEntity } from '../../../platform/resource/record.entity.js';
import type { FieldRules } from '../roles/index.js';

/** What a key may do and from where. Its secrets' hashes are in the control database, which finds the tenant by them. */
@TenantEntity('api_keys')
export class ApiKey extends RecordEntity {
  @Column('text')
  name!: string;

  /** Whose rights it has, cut down by its own rules: its maker, or a service user. */
  @Column('uuid')
  userId!: string;

  /** How the current secret begins, so that people recognise it. */
  @Column('text')
  prefix!: string;

  @Column('text', { array: true })
  permissions!: string[];

  @Column('jsonb')
  fieldRules!: FieldRules;

  /** Addresses and networks it may come from; none named means any. */
  @Column('text', { array: true })
  allowedAddresses!: string[];

  @Column('integer', { nullable: true })
  requestsPerMinute!: number | null;

  @Column('timestamptz', { nullable: true })
  expiresAt!: Moment | null;

  @Column('timestamptz', { nullable: true })
  lastUsedAt!: Moment | null;

  @Column('text', { nullable: true })
  lastUsedAddress!: string | null;
}

import { Column, PrimaryColumn } from 'typeorm';
import type { TenantState } from '../../../platform/context/tenant-reference.js';
import { ControlEntity } from '../../../platform/database/entity-registry.js';

@ControlEntity('tenants')
export class Tenant {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  companyName!: string | null;

  @Column('text')
  database!: string;

  @Column('text')
  cluster!: string;

  @Column('text')
  state!: TenantState;

  @Column('text')
  plan!: string;

  /** Timestamp of its newest migration; the truth is in its own database. */
  @Column('bigint')
  schemaVersion!: string;

  /** While provisioning: when the reaper may take it for abandoned. */
  @Column('timestamptz', { nullable: true })
  leaseUntil!: Date | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;
}

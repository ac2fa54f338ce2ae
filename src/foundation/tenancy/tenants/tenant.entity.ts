import { Column, PrimaryColumn } from 'typeorm';
import type { BusinessHours } from '../../../kernel/business-hours.js';
import type { TenantState } from '../../../platform/context/tenant-reference.js';
import { ControlEntity } from '../../../platform/database/entity-registry.js';

@ControlEntity('tenants')
export class Tenant {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  /** What addresses call it; unique. Those it had before stay its own, in `tenant_slugs`. */
  @Column('text')
  slug!: string;

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

  @Column('text', { nullable: true })
  industry!: string | null;

  @Column('text', { nullable: true })
  businessType!: string | null;

  @Column('text', { nullable: true })
  phone!: string | null;

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('jsonb', { nullable: true })
  businessHours!: BusinessHours | null;

  /** Of what its members may change: counts their changes. */
  @Column('integer')
  version!: number;

  /** While provisioning or closing: when the reaper may remove it. */
  @Column('timestamptz', { nullable: true })
  leaseUntil!: Date | null;

  /** While its members can take it back: until when. */
  @Column('timestamptz', { nullable: true })
  closesAt!: Date | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;
}

import { Column, PrimaryColumn } from 'typeorm';
import { ControlEntity } from '../../../platform/database/entity-registry.js';

/** A person's place in one tenant. */
@ControlEntity('memberships')
export class Membership {
  @PrimaryColumn('uuid')
  userId!: string;

  @PrimaryColumn('uuid')
  tenantId!: string;

  @Column('text')
  role!: string;

  @Column('boolean')
  active!: boolean;

  @Column('timestamptz')
  createdAt!: Date;
}

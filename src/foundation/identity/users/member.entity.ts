import { Column, PrimaryColumn } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import type { UserKind } from './user-kind.js';

/** The tenant's own copy of who its members are, so that owners and scopes need no second database. */
@TenantEntity('members')
export class Member {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  email!: string;

  @Column('text')
  role!: string;

  @Column('text')
  kind!: UserKind;

  @Column('uuid', { nullable: true })
  teamId!: string | null;

  @Column('boolean')
  active!: boolean;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;

  /** Grows with every event that tells of the member. */
  @Column('integer')
  version!: number;
}

import { Column, PrimaryColumn } from 'typeorm';
import { ControlEntity } from '../../../platform/database/entity-registry.js';
import type { UserKind } from './user-kind.js';

/** A person, shared by all tenants the person is a member of. */
@ControlEntity('users')
export class User {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  email!: string;

  @Column('text')
  name!: string;

  @Column('text')
  kind!: UserKind;

  /** argon2id; null until the person has chosen a password. */
  @Column('text', { nullable: true })
  passwordHash!: string | null;

  @Column('uuid', { nullable: true })
  lastTenantId!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;
}

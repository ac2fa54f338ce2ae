import { Column, PrimaryColumn } from 'typeorm';
import { ControlEntity } from '../../../platform/database/entity-registry.js';

/** One login: the family of its refresh tokens lives and dies with it. */
@ControlEntity('sessions')
export class Session {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  userId!: string;

  @Column('uuid')
  tenantId!: string;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  expiresAt!: Date;

  @Column('timestamptz', { nullable: true })
  revokedAt!: Date | null;

  @Column('text', { nullable: true })
  address!: string | null;

  @Column('text', { nullable: true })
  userAgent!: string | null;
}

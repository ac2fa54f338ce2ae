import { Column, PrimaryColumn } from 'typeorm';
import { ControlEntity } from '../../../platform/database/entity-registry.js';

/** A place in a tenant that is offered to an address. One that is neither accepted nor revoked is open. */
@ControlEntity('invitations')
export class Invitation {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  tenantId!: string;

  @Column('text')
  email!: string;

  @Column('text', { nullable: true })
  name!: string | null;

  @Column('text')
  role!: string;

  /** SHA-256 of the newest token's secret. */
  @Column('text')
  tokenHash!: string;

  @Column('uuid', { nullable: true })
  invitedBy!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  sentAt!: Date;

  @Column('timestamptz')
  expiresAt!: Date;

  @Column('timestamptz', { nullable: true })
  acceptedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  revokedAt!: Date | null;
}

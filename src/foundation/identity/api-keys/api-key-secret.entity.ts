import { Column, PrimaryColumn } from 'typeorm';
import { ControlEntity } from '../../../platform/database/entity-registry.js';

/** A secret that opens a key; during a rotation a key has two. */
@ControlEntity('api_key_secrets')
export class ApiKeySecret {
  /** SHA-256 of the whole secret: of 32 random bytes a slow hash would protect nothing. */
  @PrimaryColumn('text')
  secretHash!: string;

  @Column('uuid')
  apiKeyId!: string;

  @Column('uuid')
  tenantId!: string;

  @Column('uuid')
  userId!: string;

  @Column('timestamptz')
  createdAt!: Date;

  /** Null for the current secret. */
  @Column('timestamptz', { nullable: true })
  expiresAt!: Date | null;
}

import { Column, PrimaryColumn } from 'typeorm';
import { ControlEntity } from '../../../platform/database/entity-registry.js';

/** Kept as a hash. A used one stays as long as its session, so that its second use is recognised. */
@ControlEntity('refresh_tokens')
export class RefreshToken {
  @PrimaryColumn('text')
  tokenHash!: string;

  @Column('uuid')
  sessionId!: string;

  @Column('timestamptz')
  expiresAt!: Date;

  @Column('timestamptz', { nullable: true })
  usedAt!: Date | null;

  /** What it was traded for, when that came from a cookie: several pages of a browser may send one cookie at once. */
  @Column('text', { nullable: true })
  parentHash!: string | null;
}

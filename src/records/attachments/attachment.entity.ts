import { Column } from 'typeorm';
import { TenantEntity } from '../../platform/database/entity-registry.js';
import { RecordEntity } from '../../platform/resource/record.entity.js';

@TenantEntity('attachments')
export class Attachment extends RecordEntity {
  /** Name of the record type: `lead`. */
  @Column('text')
  resource!: string;

  @Column('uuid')
  recordId!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text')
  contentType!: string;

  /** In bytes. */
  @Column('bigint')
  size!: number;

  /** Lower-case hex. */
  @Column('text')
  sha256!: string;

  /** Where its bytes are. */
  @Column('text')
  storageKey!: string;
}

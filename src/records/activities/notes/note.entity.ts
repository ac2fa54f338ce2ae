import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import type { RecordLink } from '../../../platform/resource/relations/record-link.js';
import { RecordEntity } from '../../../platform/resource/record.entity.js';

/** Characters. */
export const LONGEST_NOTE = 20_000;

@TenantEntity('notes')
export class Note extends RecordEntity {
  @Column('text')
  body!: string;

  @Column('boolean')
  pinned!: boolean;

  /** Ids of members. */
  @Column('text', { array: true })
  mentions!: string[];

  @Column('jsonb')
  links!: RecordLink[];
}

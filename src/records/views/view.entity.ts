import { Column } from 'typeorm';
import { TenantEntity } from '../../platform/database/entity-registry.js';
import type { SortSyntax } from '../../platform/resource/lists/list-syntax.js';
import { RecordEntity } from '../../platform/resource/record.entity.js';

export const VIEW_VISIBILITIES = ['private', 'team', 'everyone'] as const;
export type ViewVisibility = (typeof VIEW_VISIBILITIES)[number];

@TenantEntity('views')
export class View extends RecordEntity {
  @Column('text')
  name!: string;

  /** Plural of the record type whose list it is of. */
  @Column('text')
  resource!: string;

  /** In the JSON form of `POST /search`. */
  @Column('jsonb', { nullable: true })
  filter!: Record<string, unknown> | null;

  @Column('text', { nullable: true })
  search!: string | null;

  @Column('jsonb')
  sort!: SortSyntax[];

  /** Empty: all that the reader may see. */
  @Column('text', { array: true })
  fields!: string[];

  @Column('text', { array: true })
  expand!: string[];

  @Column('text')
  visibility!: ViewVisibility;

  @Column('integer')
  position!: number;

  /** At most one of an owner for a record type. */
  @Column('boolean')
  isDefault!: boolean;
}

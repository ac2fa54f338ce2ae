import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { RecordEntity } from '../../../platform/resource/record.entity.js';

@TenantEntity('article_categories')
export class ArticleCategory extends RecordEntity {
  @Column('text')
  name!: string;

  @Column('text')
  slug!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  /** Its place among those below the same category; equal ones stand in the order of their names. */
  @Column('integer')
  position!: number;

  @Column('uuid', { nullable: true })
  parentId!: string | null;
}

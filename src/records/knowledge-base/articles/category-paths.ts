import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';

const BELOW = `WITH RECURSIVE below AS (
    SELECT id FROM article_categories WHERE id = $1 AND deleted_at IS NULL
    UNION
    SELECT child.id FROM below JOIN article_categories AS child ON child.parent_id = below.id
    WHERE child.deleted_at IS NULL
  )
  SELECT id FROM below`;

/** Where categories stand, for articles in them. */
@Injectable()
export class CategoryPaths {
  constructor(private readonly database: TenantDatabase) {}

  /** The category and all that are below it; none when it is not there. */
  async below(categoryId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>({ text: BELOW, values: [categoryId] });
    return rows.map(({ id }) => id);
  }
}

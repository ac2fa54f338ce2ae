import { Injectable } from '@nestjs/common';
import { isId } from '../../../kernel/identifiers.js';
import type { Page } from '../../../kernel/page.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { numberedPage } from '../../../platform/http/page-of.js';
import { readPageQuery } from '../../../platform/http/page-query.js';
import type { QueryParameter } from '../../../platform/http/route-options.js';
import { badFilter, escapeLike } from '../../../platform/resource/lists/list-filters.js';
import type { UserDto } from './dto/user.dto.js';
import type { Member } from './member.entity.js';
import { USER_KINDS } from './user-kind.js';
import { userView } from './user-view.js';

type Query = Readonly<Record<string, unknown>>;
type MemberRow = Member & Record<string, unknown>;

const COLUMNS = `id, name, email, kind, role, team_id AS "teamId", active, created_at AS "createdAt", updated_at AS "updatedAt"`;

/** What the list of users can be narrowed by, besides its page. */
export const USER_FILTERS: readonly QueryParameter[] = [
  { name: 'role', description: 'Name of a role' },
  { name: 'teamId', description: 'Members of a team' },
  { name: 'active', schema: { type: 'boolean' } },
  { name: 'kind', schema: { type: 'string', enum: [...USER_KINDS] } },
  { name: 'search', description: 'Text in name or e-mail', schema: { type: 'string', maxLength: 200 } },
];

/** Lists the users of the current tenant. */
@Injectable()
export class UserDirectory {
  constructor(private readonly database: TenantDatabase) {}

  /** @throws {BadRequestError} 400 for a filter that has no such value */
  async list(query: Query): Promise<Page<UserDto>> {
    const page = readPageQuery(query);
    const values: unknown[] = [];
    const where = conditionsOf(query, (value) => `$${values.push(value)}`).join(' AND ');
    const [counted] = await this.database.query<{ count: number }>({
      text: `SELECT count(*)::integer AS count FROM members WHERE ${where}`,
      values: [...values],
    });
    const limit = `LIMIT $${values.push(page.pageSize)} OFFSET $${values.push((page.page - 1) * page.pageSize)}`;
    const rows = await this.database.query<MemberRow>({
      text: `SELECT ${COLUMNS} FROM members WHERE ${where} ORDER BY created_at, id ${limit}`,
      values,
    });
    return numberedPage(rows.map(userView), counted?.count ?? 0, page);
  }
}

function conditionsOf(query: Query, bind: (value: unknown) => string): string[] {
  const { role, teamId, active, kind, search } = query;
  const conditions = ['true'];
  if (role !== undefined) conditions.push(`role = ${bind(textOf('role', role))}`);
  if (teamId !== undefined) {
    if (!isId(teamId)) throw badFilter('teamId', 'must be an id');
    conditions.push(`team_id = ${bind(teamId)}`);
  }
  if (active !== undefined) {
    if (active !== 'true' && active !== 'false') throw badFilter('active', 'must be true or false');
    conditions.push(`active = ${bind(active === 'true')}`);
  }
  if (kind !== undefined) {
    if (!USER_KINDS.some((known) => known === kind))
      throw badFilter('kind', `must be one of ${USER_KINDS.join(', ')}`);
    conditions.push(`kind = ${bind(kind)}`);
  }
  if (search !== undefined) {
    const pattern = bind(`%${escapeLike(textOf('search', search))}%`);
    conditions.push(`(name ILIKE ${pattern} OR email ILIKE ${pattern})`);
  }
  return conditions;
}

function textOf(name: string, value: unknown): string {
  if (typeof value !== 'string' || value.length > 200)
    throw badFilter(name, 'must be given once, as a text of at most 200 characters');
  return value;
}

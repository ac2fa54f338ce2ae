import { Injectable } from '@nestjs/common';
import { currentScope } from '../../../platform/access/record-scope.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { FieldMap, ListField } from '../../../platform/resource/lists/list-fields.js';
import {
  boolean,
  type FilterField,
  id,
  lowerCaseText,
  text,
} from '../../../platform/resource/lists/list-filters.js';
import type { RelatedSource } from '../../../platform/resource/relations/related-source.js';
import { RelatedThings } from '../../../platform/resource/relations/related-things.js';
import { declareRelatedSchema } from '../../../platform/resource/relations/related-schemas.js';
import { RelatedUserDto } from './dto/related-user.dto.js';

type UserRow = RelatedUserDto & Record<string, unknown>;

const FIND = `SELECT id, name, email, active, team_id AS "teamId" FROM members WHERE id = ANY ($1)`;

const FIELDS: FieldMap = new Map([
  field('id', '"id"', id),
  field('name', '"name"', text),
  field('email', '"email"', lowerCaseText),
  field('active', '"active"', boolean),
  field('teamId', '"team_id"', id),
]);

declareRelatedSchema('user', RelatedUserDto);

/** Members, as the owners and makers of records: `owner.email=…`, `expand=owner`. */
@Injectable()
export class RelatedUsers extends RelatedThings implements RelatedSource {
  readonly plural = 'users';
  readonly table = 'members';
  readonly isRecord = false;
  readonly fields = FIELDS;

  constructor(private readonly database: TenantDatabase) {
    super();
  }

  find(resource: string): RelatedSource | undefined {
    return resource === 'user' ? this : undefined;
  }

  async views(
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, RelatedUserDto & Record<string, unknown>>> {
    currentScope('users:read');
    const rows = await this.database.query<UserRow>({ name: 'members-related', text: FIND, values: [ids] });
    return new Map(rows.map((row) => [row.id, row]));
  }
}

function field(name: string, column: string, kind: FilterField): [string, ListField] {
  return [
    name,
    {
      name,
      field: kind,
      sortable: false,
      nullable: true,
      readable: true,
      column: (alias) => `${alias}.${column}`,
    },
  ];
}

import { ValidationError } from '../../../kernel/errors.js';
import { currentAccess } from '../../context/request-context.js';
import { currentScope, scopeCondition } from '../../access/record-scope.js';
import type { TenantDatabase } from '../../database/tenant-database.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordWrite } from './record-write.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import type { ResourceRegistry } from '../resource-registry.js';

const MEMBERS = 'SELECT id FROM members WHERE id = ANY ($1)';

/**
 * Whether what records point at is there, and reached by who points at it: for all records of a call, one query a field.
 * A foreign key alone would take a deleted record, and one that the caller may not know of.
 */
export class ReferenceCheck<Entity extends RecordEntity> {
  private readonly targets: ReadonlyMap<string, string>;

  constructor(
    { references = {} }: Pick<ResourceDescriptor<Entity>, 'references'>,
    private readonly registry: ResourceRegistry,
    private readonly database: TenantDatabase,
  ) {
    const named = Object.entries<string | { readonly resource: string } | undefined>(references);
    this.targets = new Map(
      named.flatMap(([field, target]) => {
        if (target === undefined) return [];
        return [[field, typeof target === 'string' ? target : target.resource]];
      }),
    );
  }

  /** Whether the write points at anything that it did not before. */
  concerns(write: RecordWrite<Entity>): boolean {
    return [...this.targets.keys()].some((field) => newTarget(write, field) !== undefined);
  }

  /** Refuses each write that points at nothing. */
  async check(writes: readonly RecordWrite<Entity>[]): Promise<void> {
    for (const [field, resource] of this.targets) {
      const pointing = writes.flatMap((write) => {
        const id = newTarget(write, field);
        return id === undefined ? [] : [{ write, id }];
      });
      if (pointing.length === 0) continue;
      const found = await this.existing(resource, [...new Set(pointing.map(({ id }) => id))]);
      for (const { write, id } of pointing) {
        if (found?.has(id) === false)
          write.refuse(new ValidationError([{ field, message: 'does not exist' }]));
      }
    }
  }

  /** @returns undefined for what the registry does not know: its foreign key decides. */
  private async existing(resource: string, ids: readonly string[]): Promise<ReadonlySet<string> | undefined> {
    if (resource === 'user') return this.find(MEMBERS, [ids]);
    const target = this.registry.find(resource)?.descriptor;
    if (target === undefined) return undefined;
    const permission = `${target.plural}:read`;
    const mayRead = currentAccess().reach(permission) !== undefined;
    // Who may read none at all, as an integration that only writes, can name those whose ids it was given.
    const scope = mayRead ? currentScope(permission) : undefined;
    const values: unknown[] = [ids];
    const reached =
      scope === undefined
        ? ''
        : ` AND ${scopeCondition('owner_id', scope, (value) => `$${values.push(value)}`)}`;
    const { tableName } = this.database.dataSource.getMetadata(target.entity);
    // Else it could be merged into another one before what points at it is there to be moved.
    const hold = target.mergeable === undefined ? '' : ' ORDER BY id FOR KEY SHARE';
    return this.find(
      `SELECT id FROM "${tableName}" WHERE id = ANY ($1) AND deleted_at IS NULL${reached}${hold}`,
      values,
    );
  }

  private async find(text: string, values: unknown[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ id: string }>({ text, values });
    return new Set(rows.map(({ id }) => id));
  }
}

function newTarget<Entity extends RecordEntity>(
  { before, after }: RecordWrite<Entity>,
  field: string,
): string | undefined {
  const id: unknown = Reflect.get(after, field);
  if (typeof id !== 'string' || (before !== undefined && Reflect.get(before, field) === id)) return undefined;
  return id;
}

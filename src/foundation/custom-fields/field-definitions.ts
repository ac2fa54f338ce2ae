import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { RecentReads } from '../../platform/cache/recent-reads.js';
import { currentTenant } from '../../platform/context/request-context.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { DeletedFields } from '../../platform/resource/custom-fields.js';
import { CUSTOM_FIELDS } from '../../platform/resource/writes/record-changes.js';
import type { FieldDefinition } from './field-definition.js';
import type { FieldsByKey } from './settle-values.js';

const READ = `SELECT resource, key, label, description, type, options, reference_to AS "referenceTo", required,
    "unique", indexed, deleted_at IS NOT NULL AS "isDeleted"
  FROM custom_field_definitions ORDER BY resource, position, id`;
/** Tenants of which a process remembers the fields. */
const CAPACITY = 5_000;

type Row = FieldDefinition & { readonly resource: string; readonly isDeleted: boolean };

/** A tenant's fields by resource (`leads`). */
export interface TenantFields {
  /** By key, in the order of forms. */
  readonly live: ReadonlyMap<string, FieldsByKey>;
  readonly deleted: DeletedFields;
}

const NONE: FieldsByKey = new Map();

/** The fields that the current tenant has added to its resources: read once a second and process. */
@Injectable()
export class FieldDefinitions {
  private readonly recent: RecentReads<TenantFields>;

  constructor(
    private readonly database: TenantDatabase,
    clock: Clock,
  ) {
    this.recent = new RecentReads(clock, CAPACITY);
  }

  all(): Promise<TenantFields> {
    return this.recent.get(currentTenant().id, () => this.read());
  }

  /**
   * Those of one resource.
   *
   * @param wanted keys that are looked for anew when they are not known: another process may just have made them
   */
  async of(plural: string, wanted: readonly string[] = []): Promise<FieldsByKey> {
    const known = (await this.all()).live.get(plural) ?? NONE;
    if (wanted.every((key) => known.has(key))) return known;
    this.forget(currentTenant().id);
    return (await this.all()).live.get(plural) ?? NONE;
  }

  /** After a change that this process has made. */
  forget(tenantId: string): void {
    this.recent.forget(tenantId);
  }

  private async read(): Promise<TenantFields> {
    const rows = await this.database.query<Row>({ name: 'custom-field-definitions', text: READ });
    const live = new Map<string, Map<string, FieldDefinition>>();
    const deleted = new Map<string, Set<string>>();
    for (const { resource, isDeleted, ...definition } of rows) {
      const { key } = definition;
      if (isDeleted) {
        const names = deleted.get(resource) ?? new Set();
        deleted.set(resource, names.add(`${CUSTOM_FIELDS}.${key}`));
      } else {
        const fields = live.get(resource) ?? new Map<string, FieldDefinition>();
        live.set(resource, fields.set(key, definition));
      }
    }
    return { live, deleted };
  }
}

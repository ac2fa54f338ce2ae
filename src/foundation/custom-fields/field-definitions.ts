import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { RecentReads } from '../../platform/cache/recent-reads.js';
import { currentTenant } from '../../platform/context/request-context.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { FieldDefinition } from './field-definition.js';
import type { FieldsByKey } from './settle-values.js';

const READ = `SELECT resource, key, label, description, type, options, reference_to AS "referenceTo", required,
    "unique", indexed
  FROM custom_field_definitions WHERE deleted_at IS NULL ORDER BY resource, position, id`;
/** Tenants of which a process remembers the fields. */
const CAPACITY = 5_000;

type Row = FieldDefinition & { readonly resource: string };
type FieldsByResource = ReadonlyMap<string, FieldsByKey>;

const NONE: FieldsByKey = new Map();

/** The fields that the current tenant has added to its resources: read once a second and process. */
@Injectable()
export class FieldDefinitions {
  private readonly recent: RecentReads<FieldsByResource>;

  constructor(
    private readonly database: TenantDatabase,
    clock: Clock,
  ) {
    this.recent = new RecentReads(clock, CAPACITY);
  }

  /** By resource (`leads`), then by key, in the order of forms. */
  all(): Promise<FieldsByResource> {
    return this.recent.get(currentTenant().id, () => this.read());
  }

  /**
   * Those of one resource.
   *
   * @param wanted keys that are looked for anew when they are not known: another process may just have made them
   */
  async of(plural: string, wanted: readonly string[] = []): Promise<FieldsByKey> {
    const known = (await this.all()).get(plural) ?? NONE;
    if (wanted.every((key) => known.has(key))) return known;
    this.forget(currentTenant().id);
    return (await this.all()).get(plural) ?? NONE;
  }

  /** After a change that this process has made. */
  forget(tenantId: string): void {
    this.recent.forget(tenantId);
  }

  private async read(): Promise<FieldsByResource> {
    const rows = await this.database.query<Row>({ name: 'custom-field-definitions', text: READ });
    const resources = new Map<string, Map<string, FieldDefinition>>();
    for (const { resource, ...definition } of rows) {
      const fields = resources.get(resource) ?? new Map<string, FieldDefinition>();
      resources.set(resource, fields.set(definition.key, definition));
    }
    return resources;
  }
}

import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { takesCustomFields } from '../../platform/resource/custom-fields.js';
import { RecordTable } from '../../platform/resource/record-table.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';

/** The tables of resources that have custom fields. */
@Injectable()
export class ResourceTables {
  constructor(
    private readonly database: TenantDatabase,
    private readonly registry: ResourceRegistry,
  ) {}

  /** Names of resources, `leads`. */
  get resources(): readonly string[] {
    return this.descriptors.map(({ plural }) => plural);
  }

  /** `lead` for `leads`, as journal entries call it. */
  nameOf(plural: string): string | undefined {
    return this.descriptors.find((candidate) => candidate.plural === plural)?.name;
  }

  /** Undefined for a resource without custom fields. */
  tableOf(plural: string): string | undefined {
    const descriptor = this.descriptors.find((candidate) => candidate.plural === plural);
    return descriptor && new RecordTable(this.database.dataSource, descriptor).table;
  }

  private get descriptors() {
    return this.registry
      .list()
      .flatMap(({ descriptor }) => (takesCustomFields(descriptor) ? [descriptor] : []));
  }
}

import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { liveCountOf } from '../../platform/resource/counts/record-totals.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';

/** How many records a tenant has that count against its plan, exactly: those that are not in the trash. */
@Injectable()
export class RecordCounts {
  constructor(
    private readonly database: TenantDatabase,
    private readonly registry: ResourceRegistry,
  ) {}

  /** Records of the CRM whose events leave the product; what runs the tenant does not count. */
  async read(): Promise<number> {
    const tables = this.registry
      .list()
      .filter(({ descriptor }) => descriptor.published && descriptor.administrative !== true)
      .map(({ descriptor }) => this.database.dataSource.getMetadata(descriptor.entity).tableName);
    const [row] = await this.database.query<{ live: number }>(liveCountOf(tables));
    return row?.live ?? 0;
  }
}

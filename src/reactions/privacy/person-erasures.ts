import { Injectable } from '@nestjs/common';
import { NotFoundError, PermissionDeniedError } from '../../kernel/errors.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { Journal } from '../../platform/journal/journal.js';
import type { ErasureDto } from '../../platform/privacy/dto/erasure.dto.js';
import { Erasures } from '../../platform/privacy/erasures.js';
import { idsOf } from '../../platform/privacy/personal-data-store.js';
import type { RecordLink } from '../../platform/resource/record-link.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';
import { versionConflict } from '../../platform/resource/version-conflict.js';
import { PersonNames } from './person-names.js';
import { PersonRecords } from './person-records.js';

export interface PersonErasureOptions {
  readonly reason?: string | null | undefined;
  /** The version of the named record that the caller has seen. */
  readonly ifMatch?: number | undefined;
}

/** Erases people: the named record, all others of the same person, and every trace of them. */
@Injectable()
export class PersonErasures {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly database: TenantDatabase,
    private readonly journal: Journal,
    private readonly erasures: Erasures,
    private readonly records: PersonRecords,
    private readonly names: PersonNames,
  ) {}

  /**
   * @param path `contacts`
   * @throws {NotFoundError} 404 · {RecordErasedError} 410 · {VersionMismatchError} 412 · {PermissionDeniedError} 403 when one of
   *   the person's records is not the caller's to erase: then none is
   */
  async begin(path: string, id: string, { reason, ifMatch }: PersonErasureOptions): Promise<ErasureDto> {
    const resource = this.registry.findByPath(path);
    if (resource === undefined) throw new NotFoundError('Record');
    await this.journal.prepare();
    return this.database.transaction(async () => {
      const found = await resource.service.erasure.require(id);
      if (ifMatch !== undefined && ifMatch !== found.version)
        throw versionConflict({ version: found.version }, {}, undefined);
      const subject = { resource: resource.descriptor.name, id: found.id };
      const records = await this.records.of(subject);
      await this.requireAll(records);
      const identifiers = await this.names.of(records);
      return this.erasures.begin({ scope: 'person', subject, records, identifiers, reason: reason ?? null });
    });
  }

  private async requireAll(records: readonly RecordLink[]): Promise<void> {
    for (const { descriptor, service } of this.registry.list()) {
      const ids = idsOf(records, descriptor.name);
      if (ids.length === 0) continue;
      const reached = new Set((await service.erasure.within(ids)).map(({ id }) => id));
      const out = ids.filter((id) => !reached.has(id));
      if (out.length > 0 && (await service.erasure.all(out)).length > 0)
        throw new PermissionDeniedError(`The person has other ${descriptor.plural}, which you may not erase`);
    }
  }
}

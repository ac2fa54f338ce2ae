import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { Journal } from '../../platform/journal/journal.js';
import type { ErasureDto } from '../../platform/privacy/dto/erasure.dto.js';
import { Erasures } from '../../platform/privacy/erasures.js';
import { versionConflict } from '../../platform/resource/writes/version-conflict.js';
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
    private readonly database: TenantDatabase,
    private readonly journal: Journal,
    private readonly erasures: Erasures,
    private readonly people: PersonRecords,
    private readonly names: PersonNames,
  ) {}

  /**
   * @param path `contacts`
   * @throws what `PersonRecords.find` throws; then nothing is erased · {VersionMismatchError} 412
   */
  async begin(path: string, id: string, { reason, ifMatch }: PersonErasureOptions): Promise<ErasureDto> {
    await this.journal.prepare();
    return this.database.transaction(async () => {
      const { record, records } = await this.people.find(path, id, 'erase');
      if (ifMatch !== undefined && ifMatch !== record.version)
        throw versionConflict({ version: record.version }, {}, undefined);
      const [subject] = records;
      const identifiers = await this.names.of(records);
      return this.erasures.begin({ scope: 'person', subject, records, identifiers, reason: reason ?? null });
    });
  }
}

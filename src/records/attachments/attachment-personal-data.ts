import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import {
  type DisclosedFile,
  type ErasedBatch,
  type ErasedSlice,
  idsOf,
  type PersonalDataStore,
} from '../../platform/privacy/personal-data-store.js';
import { PersonalDataStores } from '../../platform/privacy/personal-data-stores.js';
import { StorageQuota } from '../../platform/quota/storage-quota.js';
import type { RecordLink } from '../../platform/resource/relations/record-link.js';
import { ObjectLedger } from '../../platform/storage/object-ledger.js';
import { ObjectStorage } from '../../platform/storage/object-storage.js';
import { attachmentResource } from './attachment.policy.js';

const SLICE = 100;
const REMOVE = `DELETE FROM attachments WHERE id IN (
    SELECT id FROM attachments WHERE id = ANY ($1::uuid[]) ORDER BY id LIMIT ${SLICE} FOR UPDATE)
  RETURNING storage_key AS key, size::float8 AS size`;
const LIST = 'SELECT id, name, storage_key AS key FROM attachments WHERE id = ANY ($1::uuid[]) ORDER BY id';

interface StoredFile {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly name: string;
  readonly key: string;
}

/** Files: their rows go in the transaction in which their bytes are given up, and those behind it. */
@Injectable()
export class AttachmentPersonalData implements PersonalDataStore {
  readonly name = 'files';
  readonly tables = ['unsettled_objects'];

  constructor(
    private readonly database: TenantDatabase,
    private readonly quota: StorageQuota,
    private readonly ledger: ObjectLedger,
    private readonly storage: ObjectStorage,
    stores: PersonalDataStores,
  ) {
    stores.add(this);
  }

  async erase({ records }: ErasedBatch): Promise<ErasedSlice> {
    const values = [idsOf(records, attachmentResource.name)];
    const files = await this.database.query<{ key: string; size: number }>({ text: REMOVE, values });
    for (const { key, size } of files) {
      await this.quota.release(size);
      await this.ledger.release(key);
    }
    return { counts: { attachments: files.length }, next: files.length < SLICE ? null : 'more' };
  }

  async *files(records: readonly RecordLink[]): AsyncGenerator<DisclosedFile, void> {
    const values = [idsOf(records, attachmentResource.name)];
    const files = await this.database.query<StoredFile>({ text: LIST, values });
    for (const { id, name, key } of files)
      yield { name: `${id} ${name}`, open: () => this.storage.read(key) };
  }
}

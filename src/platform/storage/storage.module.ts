import { Global, Module } from '@nestjs/common';
import { StorageConfig } from '../config/storage.config.js';
import { DiskStorage } from './disk-storage.js';
import { ObjectLedger } from './object-ledger.js';
import { ObjectStorage } from './object-storage.js';

/** The client of the S3 API is big: who keeps files on a disk does not load it. */
async function openStorage({ s3, folder }: StorageConfig): Promise<ObjectStorage> {
  if (s3 === undefined) return new DiskStorage(folder);
  const { S3Storage } = await import('./s3-storage.js');
  return new S3Storage(s3);
}

@Global()
@Module({
  providers: [{ provide: ObjectStorage, useFactory: openStorage, inject: [StorageConfig] }, ObjectLedger],
  exports: [ObjectStorage, ObjectLedger],
})
export class StorageModule {}

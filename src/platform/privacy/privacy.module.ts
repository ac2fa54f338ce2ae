import { Global, Module } from '@nestjs/common';
import { ErasedRecords } from './erased-records.js';
import { PersonalDataStores } from './personal-data-stores.js';

@Global()
@Module({
  providers: [PersonalDataStores, ErasedRecords],
  exports: [PersonalDataStores, ErasedRecords],
})
export class PrivacyModule {}

import { type DynamicModule, Module } from '@nestjs/common';
import { JobsModule } from '../../foundation/jobs/index.js';
import { Erasures } from '../../platform/privacy/erasures.js';
import { declaredResources } from '../../platform/resource/declared-resources.js';
import { Disclosures } from './disclosures.js';
import { ErasedLinks } from './erased-links.js';
import { ErasedRows } from './erased-rows.js';
import { ErasedStores } from './erased-stores.js';
import { ErasureParts } from './erasure-parts.js';
import { ErasureReads } from './erasure-reads.js';
import { ErasureRun } from './erasure-run.js';
import { ErasureStore } from './erasure-store.js';
import { ErasuresController } from './erasures.controller.js';
import { ErasuresService } from './erasures.service.js';
import { HeldRecords } from './held-records.js';
import { PersonErasures } from './person-erasures.js';
import { PersonNames } from './person-names.js';
import { PersonRecords } from './person-records.js';
import { subjectControllerOf } from './subject-controller.js';
import { SubjectExports } from './subject-export.kind.js';
import { SubjectLines } from './subject-lines.js';

@Module({})
export class PersonalDataModule {
  /** Call it once all rooms are loaded: each of their record types that is about people gets its routes. */
  static register(): DynamicModule {
    const people = declaredResources().filter(({ descriptor }) => descriptor.subject !== undefined);
    return {
      module: PersonalDataModule,
      // Every record type erases through the port that is bound here.
      global: true,
      imports: [JobsModule],
      controllers: [ErasuresController, ...people.map(subjectControllerOf)],
      providers: [
        { provide: Erasures, useClass: ErasuresService },
        ErasureStore,
        ErasureReads,
        ErasureRun,
        ErasureParts,
        ErasedLinks,
        ErasedStores,
        ErasedRows,
        PersonErasures,
        PersonNames,
        PersonRecords,
        HeldRecords,
        SubjectLines,
        SubjectExports,
        Disclosures,
      ],
      exports: [Erasures],
    };
  }
}

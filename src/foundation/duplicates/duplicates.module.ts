import { Global, Module } from '@nestjs/common';
import { DuplicateRules } from '../../platform/resource/duplicates/duplicate-rules.js';
import { DuplicateRulesController } from './duplicate-rules.controller.js';
import { DuplicateRulesService } from './duplicate-rules.service.js';
import { TenantDuplicateRules } from './tenant-duplicate-rules.js';

/** Global: it binds the port by which the record foundation asks for rules. */
@Global()
@Module({
  controllers: [DuplicateRulesController],
  providers: [
    DuplicateRulesService,
    TenantDuplicateRules,
    { provide: DuplicateRules, useExisting: TenantDuplicateRules },
  ],
  exports: [DuplicateRules],
})
export class DuplicatesModule {}

import { Global, Module } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { AuditExportService } from './audit-export.service.js';
import { AuditLedgers } from './audit-ledgers.js';
import { AuditLog } from './audit-log.js';
import { AuditLogsController } from './audit-logs.controller.js';
import { AuditLogsService } from './audit-logs.service.js';
import { AuditPersonalData } from './audit-personal-data.js';
import { AuditPurge } from './audit-purge.js';
import { AuditRetention } from './audit-retention.js';
import { AuditWriter } from './audit-writer.js';
import { EntryView } from './entry-view.js';
import { OperatorAuditLogsController } from './operator-audit-logs.controller.js';
import { RefusalLog } from './refusal-log.js';

/** Global: it binds the platform's port to the audit log. */
@Global()
@Module({
  controllers: [AuditLogsController, OperatorAuditLogsController],
  providers: [
    { provide: AuditTrail, useClass: AuditLog },
    AuditWriter,
    RefusalLog,
    AuditPersonalData,
    AuditRetention,
    AuditPurge,
    AuditLedgers,
    AuditLogsService,
    AuditExportService,
    EntryView,
  ],
  exports: [AuditTrail],
})
export class AuditModule {}

import { Global, Module } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { AuditLog } from './audit-log.js';

/** Global: it binds the platform's port to the audit log. */
@Global()
@Module({
  providers: [{ provide: AuditTrail, useClass: AuditLog }],
  exports: [AuditTrail],
})
export class AuditModule {}

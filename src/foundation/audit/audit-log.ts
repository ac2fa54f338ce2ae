import { Injectable } from '@nestjs/common';
import { type AuditFact, AuditTrail } from '../../platform/audit/audit-trail.js';
import { AuditWriter } from './audit-writer.js';
import { RefusalLog } from './refusal-log.js';

/** The platform's port, bound to the tables. */
@Injectable()
export class AuditLog extends AuditTrail {
  constructor(
    private readonly writer: AuditWriter,
    private readonly refusals: RefusalLog,
  ) {
    super();
  }

  record(fact: AuditFact): Promise<void> {
    return this.writer.write(fact);
  }

  recordRefusal(fact: AuditFact | (() => Promise<AuditFact>)): Promise<void> {
    return this.refusals.tell(fact);
  }
}

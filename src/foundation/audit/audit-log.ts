import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/identifiers.js';
import { type AuditFact, AuditTrail } from '../../platform/audit/audit-trail.js';
import { currentContext, findContext, runInContext } from '../../platform/context/request-context.js';
import { ControlDatabase } from '../../platform/database/control-database.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { errorLine } from '../../platform/logging/error-line.js';

const INSERT = `INSERT INTO audit_entries (id, action, outcome, actor_kind, actor_id, session_id, api_key_id, address,
    request_id, resource, subject_id, details, occurred_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;

/** Writes to the tenant's own log; what belongs to no tenant goes to the control database. */
@Injectable()
export class AuditLog extends AuditTrail {
  private readonly logger = new Logger(AuditLog.name);

  constructor(
    private readonly control: ControlDatabase,
    private readonly database: TenantDatabase,
    private readonly clock: Clock,
  ) {
    super();
  }

  async record(fact: AuditFact): Promise<void> {
    const context = currentContext();
    const tenant = fact.tenant ?? context.tenant;
    const values = this.valuesOf(fact);
    if (tenant === undefined) await this.control.query(INSERT, values);
    else if (tenant.id === context.tenant?.id) await this.database.execute({ text: INSERT, values });
    else await runInContext({ ...context, tenant }, () => this.database.execute({ text: INSERT, values }));
  }

  async recordRefusal(fact: AuditFact): Promise<void> {
    try {
      const context = { ...currentContext(), transaction: undefined };
      await runInContext(context, () => this.record({ outcome: 'failure', ...fact }));
    } catch (error) {
      this.logger.error(`An audit entry ${fact.action} could not be written: ${errorLine(error)}`);
    }
  }

  private valuesOf({ action, outcome = 'success', subject, details, actor: named }: AuditFact): unknown[] {
    const { actor = named, address, traceId } = findContext() ?? {};
    const who = named ?? actor;
    return [
      newId(),
      action,
      outcome,
      who?.kind ?? 'anonymous',
      who?.id ?? null,
      who?.sessionId ?? null,
      who?.apiKeyId ?? null,
      address ?? null,
      traceId ?? '',
      subject?.resource ?? null,
      subject?.id ?? null,
      JSON.stringify(details ?? {}),
      this.clock.now(),
    ];
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/identifiers.js';
import type { AuditFact } from '../../platform/audit/audit-trail.js';
import { currentContext, type RequestContext, runInTenant } from '../../platform/context/request-context.js';
import { TenantDirectory } from '../../platform/context/tenant-directory.js';
import type { TenantReference } from '../../platform/context/tenant-reference.js';
import { ControlDatabase } from '../../platform/database/control-database.js';
import { MINIMUM_TENANT_SCHEMA } from '../../platform/database/minimum-schema.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AuditRetention } from './audit-retention.js';

const COLUMNS = [
  'id',
  'action',
  'outcome',
  'actor_kind',
  'actor_id',
  'session_id',
  'api_key_id',
  'address',
  'request_id',
  'resource',
  'subject_id',
  'changes',
  'details',
  'occurred_at',
];
const insertInto = (columns: readonly string[]): string =>
  `INSERT INTO audit_entries (${columns.join(', ')}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})`;
const INSERT = insertInto(COLUMNS);
const INSERT_IN_CONTROL = insertInto([...COLUMNS, 'tenant_id']);

/** Writes entries: to the tenant's own log, or to the installation's when there is no tenant that could hold it. */
@Injectable()
export class AuditWriter {
  constructor(
    private readonly control: ControlDatabase,
    private readonly database: TenantDatabase,
    private readonly tenants: TenantDirectory,
    private readonly retention: AuditRetention,
    private readonly clock: Clock,
  ) {}

  async write(fact: AuditFact): Promise<void> {
    const context = currentContext();
    const values = this.valuesOf(fact, context);
    const named = await this.tenantOf(fact, context);
    if (named === undefined || named.schemaVersion < MINIMUM_TENANT_SCHEMA) {
      const tenantId = named?.id ?? fact.tenantId ?? null;
      await this.control.query(INSERT_IN_CONTROL, [...values, tenantId]);
      return;
    }
    const insert = async (): Promise<void> => {
      await this.database.execute({ name: 'audit-entry', text: INSERT, values });
      this.database.onCommit(() => this.retention.ensure());
    };
    await (named.id === context.tenant?.id ? insert() : runInTenant(named, insert));
  }

  private async tenantOf(
    { tenant, tenantId }: AuditFact,
    context: RequestContext,
  ): Promise<TenantReference | undefined> {
    if (tenant !== undefined) return tenant;
    if (tenantId === undefined || tenantId === context.tenant?.id) return context.tenant;
    return this.tenants.find(tenantId);
  }

  private valuesOf(fact: AuditFact, context: RequestContext): unknown[] {
    const { action, outcome = 'success', subject, changes, details = {}, actor = context.actor } = fact;
    return [
      newId(),
      action,
      outcome,
      actor?.kind ?? 'anonymous',
      actor?.id ?? null,
      actor?.sessionId ?? null,
      actor?.apiKeyId ?? null,
      context.address ?? null,
      context.traceId,
      subject?.resource ?? null,
      subject?.id ?? null,
      changes === undefined ? null : JSON.stringify(changes),
      JSON.stringify(details),
      this.clock.now(),
    ];
  }
}

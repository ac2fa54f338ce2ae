import { Injectable } from '@nestjs/common';
import { ControlDatabase } from '../../platform/database/control-database.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { AuditCondition } from './audit-condition.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';
import type { AuditLedger } from './audit-slice.js';
import { CONTROL_SOURCE, ENTRY_SOURCE, JOURNAL_SOURCE, journalMayHold } from './audit-source.js';

/** The logs there are: the current tenant's, over its entries and its journal, and the installation's. */
@Injectable()
export class AuditLedgers {
  constructor(
    private readonly database: TenantDatabase,
    private readonly control: ControlDatabase,
    private readonly registry: ResourceRegistry,
  ) {}

  /** Without the journal where it cannot hold what is asked for. */
  ofTenant(conditions: readonly AuditCondition[]): AuditLedger {
    const isTold = (name: string): boolean =>
      this.registry.find(name) !== undefined || this.registry.findEventSource(name) !== undefined;
    const sources = journalMayHold(conditions, isTold) ? [JOURNAL_SOURCE, ENTRY_SOURCE] : [ENTRY_SOURCE];
    return { sources, named: true, run: (statement) => this.database.query(statement) };
  }

  ofInstallation(): AuditLedger {
    const run: AuditLedger['run'] = ({ text, values }) => this.control.query(text, values);
    return { sources: [CONTROL_SOURCE], named: false, run };
  }
}

import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../../kernel/errors.js';
import type { Page } from '../../kernel/page.js';
import { currentTenant } from '../../platform/context/request-context.js';
import { CursorCodec } from '../../platform/resource/lists/cursor-codec.js';
import type { ListQuery } from '../../platform/resource/lists/list-query.js';
import { AuditLedgers } from './audit-ledgers.js';
import { type AuditQuery, readAuditQuery, readOperatorQuery } from './audit-query.js';
import { type AuditLedger, readSlice } from './audit-slice.js';
import type { AuditRow } from './audit-source.js';
import type { AuditEntryDto } from './dto/audit-entry.dto.js';
import { EntryView } from './entry-view.js';

const INSTALLATION = 'installation';

type OperatorEntry = AuditEntryDto & { readonly tenantId: string | null };

/** The audit log, newest first; nothing writes here. */
@Injectable()
export class AuditLogsService {
  constructor(
    private readonly ledgers: AuditLedgers,
    private readonly entries: EntryView,
    private readonly cursors: CursorCodec,
  ) {}

  /** The current tenant's. @throws {BadRequestError} 400 for what is no parameter */
  list(query: ListQuery): Promise<Page<AuditEntryDto>> {
    const request = readAuditQuery(query);
    const ledger = this.ledgers.ofTenant(request.conditions);
    return this.page(ledger, currentTenant().id, request, (row) => this.entries.view(row));
  }

  /** The installation's: what belongs to no tenant. @throws {BadRequestError} 400 for what is no parameter */
  listOfInstallation(query: ListQuery): Promise<Page<OperatorEntry>> {
    const request = readOperatorQuery(query);
    return this.page(this.ledgers.ofInstallation(), INSTALLATION, request, (row) => ({
      ...this.entries.view(row),
      tenantId: row.tenantId ?? null,
    }));
  }

  /** @throws {NotFoundError} */
  async get(id: string): Promise<AuditEntryDto> {
    const conditions = [{ field: 'id', operator: 'eq', values: [id] }] as const;
    const ledger = this.ledgers.ofTenant(conditions);
    const { rows } = await readSlice(ledger, { conditions, before: undefined, limit: 1 });
    const [row] = rows;
    if (row === undefined) throw new NotFoundError('Audit entry');
    return this.entries.view(row);
  }

  private async page<Entry>(
    ledger: AuditLedger,
    log: string,
    { conditions, limit, cursor }: AuditQuery,
    view: (row: AuditRow) => Entry,
  ): Promise<Page<Entry>> {
    const fingerprint = JSON.stringify(['audit-logs', log, conditions]);
    const before = cursor === undefined ? undefined : this.cursors.decode(cursor, fingerprint).id;
    const { rows, next } = await readSlice(ledger, { conditions, before, limit });
    return {
      items: rows.map(view),
      pageSize: limit,
      hasNextPage: next !== undefined,
      hasPreviousPage: before !== undefined,
      nextCursor: next === undefined ? null : this.cursors.encode({ values: [], id: next }, fingerprint),
    };
  }
}

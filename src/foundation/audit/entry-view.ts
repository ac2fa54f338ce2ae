import { Injectable } from '@nestjs/common';
import { currentAccess } from '../../platform/context/request-context.js';
import { withoutNamed } from '../../platform/resource/lists/named-fields.js';
import { changesOfCreation } from '../../platform/resource/writes/record-changes.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';
import type { AuditRow } from './audit-source.js';
import type { AuditEntryDto } from './dto/audit-entry.dto.js';

type Changes = AuditEntryDto['changes'];

/** Entries as their reader may see them. */
@Injectable()
export class EntryView {
  constructor(private readonly registry: ResourceRegistry) {}

  view(row: AuditRow): AuditEntryDto {
    return {
      id: row.id,
      action: row.action,
      outcome: row.outcome,
      actor: { kind: row.actorKind, id: row.actorId, name: row.actorName ?? null },
      sessionId: row.sessionId,
      apiKeyId: row.apiKeyId,
      address: row.address,
      requestId: row.requestId,
      resource: row.resource,
      recordId: row.recordId,
      changes: this.hide(row, changesOf(row)),
      details: row.details,
      occurredAt: row.occurredAt.toISOString(),
    };
  }

  /** The one place where field rules meet the log: of records the reader sees only in part, it tells no values at all. */
  private hide({ source, resource }: AuditRow, changes: Changes): Changes {
    if (changes === null) return null;
    const descriptor = resource === null ? undefined : this.sourceOf(resource);
    // Of a record type that is gone nobody knows any more who might see it.
    if (descriptor === undefined) return source === 'journal' ? null : changes;
    const access = currentAccess();
    if (access.reach(`${descriptor.plural}:read`) !== 'any') return null;
    return withoutNamed(changes, access.hiddenFields(descriptor.plural));
  }

  private sourceOf(resource: string): { readonly plural: string } | undefined {
    return this.registry.find(resource)?.descriptor ?? this.registry.findEventSource(resource);
  }
}

function changesOf({ changes, record }: AuditRow): Changes {
  return changes === null && record !== null ? changesOfCreation(record) : changes;
}

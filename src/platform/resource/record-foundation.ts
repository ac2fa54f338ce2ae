import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { Journal } from '../journal/journal.js';
import { JournalReader } from '../journal/journal-reader.js';
import { AccessPolicy } from './access-policy.js';
import { CursorCodec } from './cursor-codec.js';
import { ResourceRegistry } from './resource-registry.js';

/** What every record service stands on. */
@Injectable()
export class RecordFoundation {
  @Inject(AuditTrail)
  readonly audit!: AuditTrail;

  constructor(
    readonly database: TenantDatabase,
    readonly journal: Journal,
    readonly journalReader: JournalReader,
    readonly access: AccessPolicy,
    readonly registry: ResourceRegistry,
    readonly cursors: CursorCodec,
    readonly clock: Clock,
  ) {}
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { OwnerCheck } from '../access/owner-check.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { Journal } from '../journal/journal.js';
import { JournalReader } from '../journal/journal-reader.js';
import { CursorCodec } from './cursor-codec.js';
import { ResourceRegistry } from './resource-registry.js';

/** What every record service stands on. */
@Injectable()
export class RecordFoundation {
  constructor(
    readonly database: TenantDatabase,
    readonly journal: Journal,
    readonly journalReader: JournalReader,
    readonly owners: OwnerCheck,
    readonly registry: ResourceRegistry,
    readonly cursors: CursorCodec,
    readonly clock: Clock,
  ) {}
}

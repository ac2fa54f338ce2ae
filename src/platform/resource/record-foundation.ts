import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { Journal } from '../journal/journal.js';
import { AccessPolicy } from './access-policy.js';
import { CursorCodec } from './cursor-codec.js';
import { RecordQuota } from './record-quota.js';
import { ResourceRegistry } from './resource-registry.js';

/** What every record service stands on. */
@Injectable()
export class RecordFoundation {
  constructor(
    readonly database: TenantDatabase,
    readonly journal: Journal,
    readonly quota: RecordQuota,
    readonly access: AccessPolicy,
    readonly registry: ResourceRegistry,
    readonly cursors: CursorCodec,
    readonly clock: Clock,
  ) {}
}

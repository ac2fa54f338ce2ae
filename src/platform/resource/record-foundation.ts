import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { OwnerCheck } from '../access/owner-check.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { Journal } from '../journal/journal.js';
import { ErasedRecords } from '../privacy/erased-records.js';
import { Erasures } from '../privacy/erasures.js';
import { CursorCodec } from './lists/cursor-codec.js';
import { CustomFieldCatalogue } from './custom-fields.js';
import { DuplicateRules } from './duplicates/duplicate-rules.js';
import { RecordQuota } from './counts/record-quota.js';
import { RelatedThings } from './relations/related-things.js';
import { ResourceRegistry } from './resource-registry.js';
import { SavedViews } from './lists/saved-views.js';
import { TenantCalendar } from './tenant-calendar.js';

/** What every record service stands on. */
@Injectable()
export class RecordFoundation {
  @Inject(AuditTrail)
  readonly audit!: AuditTrail;

  @Inject(TenantCalendar)
  readonly calendar!: TenantCalendar;

  @Inject(CustomFieldCatalogue)
  readonly customFields!: CustomFieldCatalogue;

  @Inject(DuplicateRules)
  readonly duplicateRules!: DuplicateRules;

  @Inject(SavedViews)
  readonly savedViews!: SavedViews;

  @Inject(RelatedThings)
  readonly related!: RelatedThings;

  @Inject(Erasures)
  readonly erasures!: Erasures;

  @Inject(ErasedRecords)
  readonly erased!: ErasedRecords;

  constructor(
    readonly database: TenantDatabase,
    readonly journal: Journal,
    readonly quota: RecordQuota,
    readonly owners: OwnerCheck,
    readonly registry: ResourceRegistry,
    readonly cursors: CursorCodec,
    readonly clock: Clock,
  ) {}
}

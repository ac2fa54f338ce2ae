import { Injectable } from '@nestjs/common';
import type { BusinessHours } from '../../../kernel/business-hours.js';
import { Clock } from '../../../kernel/clock.js';
import { NotFoundError, staleVersion } from '../../../kernel/errors.js';
import { ControlDatabase } from '../../../platform/database/control-database.js';
import type { FieldChange } from '../../../platform/journal/journal-event.js';
import { changedFields } from '../../../platform/resource/writes/record-changes.js';
import { claimSlug } from './tenant-slugs.js';
import { Tenant } from './tenant.entity.js';

/** What a tenant's members say of it. */
export interface TenantProfile {
  readonly name: string;
  readonly slug: string;
  readonly industry: string | null;
  readonly businessType: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly businessHours: BusinessHours | null;
}

/** What a tenant's members say of it, in the control database. */
@Injectable()
export class TenantProfiles {
  constructor(
    private readonly control: ControlDatabase,
    private readonly clock: Clock,
  ) {}

  /**
   * Merges the given fields. Commits by itself, after `beforeCommit`, which is told what differs. @throws
   * {VersionMismatchError} when `version` is given and not the stored one · {DuplicateError} 409 for the slug of another one.
   */
  update(
    tenantId: string,
    fields: Partial<TenantProfile>,
    version: number | undefined,
    beforeCommit: (changes: Readonly<Record<string, FieldChange>>) => Promise<void>,
  ): Promise<void> {
    return this.control.transaction(async (manager) => {
      const before = await manager.findOne(Tenant, {
        where: { id: tenantId },
        lock: { mode: 'pessimistic_write' },
      });
      if (before === null) throw new NotFoundError('Organization');
      const changes = changedFields({ ...before }, { ...fields });
      if (version !== undefined && version !== before.version) throw staleVersion(changes);
      if (Object.keys(changes).length === 0) return;
      if (changes['slug'] !== undefined) await claimSlug(manager, tenantId, String(changes['slug'].new));
      const values = Object.fromEntries(
        Object.entries(changes).map(([field, change]) => [field, change.new]),
      );
      const updatedAt = this.clock.now();
      await manager.update(Tenant, { id: tenantId }, { ...values, version: before.version + 1, updatedAt });
      await beforeCommit(changes);
    });
  }
}

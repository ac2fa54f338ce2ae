import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { NotFoundError, ValidationError, staleVersion } from '../../kernel/errors.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { RecentReads } from '../../platform/cache/recent-reads.js';
import { currentActor, currentTenant } from '../../platform/context/request-context.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { changedFields } from '../../platform/resource/writes/record-changes.js';
import type { SettingsDto } from './dto/settings.dto.js';
import { type ChosenSettings, mergeSettings, type Settings, withDefaults } from './settings.js';
import { TenantPolicies } from './tenant-policies.js';

/** Days that each month has in every year. */
const SHORTEST_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const READ = `SELECT chosen, version, updated_at AS "updatedAt", updated_by AS "updatedBy" FROM tenant_settings`;
const UPDATE = 'UPDATE tenant_settings SET chosen = $1, version = $2, updated_at = $3, updated_by = $4';

interface SettingsRow {
  readonly [column: string]: unknown;
  readonly chosen: ChosenSettings;
  readonly version: number;
  readonly updatedAt: Date | null;
  readonly updatedBy: string | null;
}

/** The settings of the current tenant, in its own database. */
@Injectable()
export class TenantSettings {
  private readonly settings: RecentReads<Settings>;

  constructor(
    private readonly database: TenantDatabase,
    private readonly policies: TenantPolicies,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {
    this.settings = new RecentReads(clock);
  }

  /** Complete: what the tenant has not chosen is the default. May be a second stale. */
  current(): Promise<Settings> {
    return this.settings.get(currentTenant().id, async () => withDefaults((await this.read(READ)).chosen));
  }

  async get(): Promise<SettingsDto> {
    return viewOf(await this.read(READ));
  }

  /**
   * Merges what is given. @throws {VersionMismatchError} when `version` is given and not the stored one.
   * @throws {ValidationError} for a fiscal year that would begin on a day that not every year has.
   */
  update(input: ChosenSettings, version?: number): Promise<SettingsDto> {
    checkFiscalYear(input);
    const tenantId = currentTenant().id;
    return this.database.transaction(async () => {
      const before = await this.read(`${READ} FOR UPDATE`);
      const chosen = mergeSettings(before.chosen, input);
      const [old, settings] = [withDefaults(before.chosen), withDefaults(chosen)];
      const changes = changedFields({ ...old }, { ...settings });
      if (version !== undefined && version !== before.version) throw staleVersion(changes);
      if (Object.keys(changes).length === 0) return viewOf(before);
      const after = {
        chosen,
        version: before.version + 1,
        updatedAt: this.clock.now(),
        updatedBy: currentActor().id,
      };
      const values = [JSON.stringify(chosen), after.version, after.updatedAt, after.updatedBy];
      await this.database.execute({ text: UPDATE, values });
      await this.audit.record({
        action: 'settings.updated',
        subject: { resource: 'settings', id: tenantId },
        details: { changes },
      });
      this.database.onCommit(() => this.settings.forget(tenantId));
      // The control plane commits inside; should the tenant's own commit be lost after it, the next change repairs it.
      await this.policies.project(tenantId, after.version, settings);
      return viewOf(after);
    });
  }

  private async read(text: string): Promise<SettingsRow> {
    const [row] = await this.database.query<SettingsRow>({ text });
    if (row === undefined) throw new NotFoundError('Settings');
    return row;
  }
}

function checkFiscalYear({ fiscalYearStart }: ChosenSettings): void {
  if (fiscalYearStart === undefined) return;
  const days = SHORTEST_MONTHS[fiscalYearStart.month - 1] ?? 0;
  if (fiscalYearStart.day <= days) return;
  const message = 'must be a day that the month has in every year';
  throw new ValidationError([{ field: 'fiscalYearStart.day', message }]);
}

function viewOf({ chosen, version, updatedAt, updatedBy }: SettingsRow): SettingsDto {
  return {
    id: currentTenant().id,
    ...withDefaults(chosen),
    version,
    updatedAt: updatedAt?.toISOString() ?? null,
    updatedBy,
  };
}

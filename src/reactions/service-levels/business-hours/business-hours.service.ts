import { Injectable } from '@nestjs/common';
import { faultsOfBusinessHours, WEEKDAYS } from '../../../kernel/business-hours.js';
import { type ErrorDetail, ValidationError } from '../../../kernel/errors.js';
import { PersonalDataStores } from '../../../platform/privacy/personal-data-stores.js';
import { RedactedTable } from '../../../platform/privacy/redacted-table.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import type { BusinessHoursCalendar } from './business-hours.entity.js';
import { BusinessHoursInUseError, TooManyBusinessHoursError } from './business-hours.errors.js';
import { businessHoursResource } from './business-hours.policy.js';

const MOST = 200;
const COUNT = 'SELECT count(*)::integer AS count FROM business_hours WHERE deleted_at IS NULL';
const USED = `SELECT DISTINCT business_hours_id AS id FROM sla_policies
  WHERE business_hours_id = ANY ($1::uuid[]) AND deleted_at IS NULL`;
const DEFAULT = 'SELECT id FROM business_hours WHERE is_default AND deleted_at IS NULL AND id <> $1';

/** When a tenant works, by which service levels are counted. */
@Injectable()
export class BusinessHoursService extends ResourceService<BusinessHoursCalendar> {
  constructor(foundation: RecordFoundation, stores: PersonalDataStores) {
    super(businessHoursResource, foundation);
    const facts = { table: 'business_hours', columns: ['name', 'holidays'] };
    stores.add(new RedactedTable(foundation.database, { name: 'businessHours', ...facts }));
  }

  protected override check({ timeZone, days, holidays }: BusinessHoursCalendar): void {
    const hours = { timeZone, days, holidays: holidays.map(({ date }) => date) };
    const faults = faultsOfBusinessHours(hours).map(explained);
    if (WEEKDAYS.every((day) => (days[day] ?? []).length === 0))
      faults.push({ field: 'days', message: 'must be open at some time of the week' });
    if (faults.length > 0) throw new ValidationError(faults);
  }

  protected override async examine(writes: readonly RecordWrite<BusinessHoursCalendar>[]): Promise<void> {
    await this.refuseUsed(writes.filter(({ verb }) => verb === 'deleted'));
    await this.refuseTooMany(writes.filter(({ verb }) => verb === 'created' || verb === 'restored'));
    const defaults = writes.filter(({ verb, after, refused }) => {
      return verb !== 'deleted' && after.isDefault && refused === undefined;
    });
    const last = defaults.at(-1);
    for (const { after } of defaults.slice(0, -1)) after.isDefault = false;
    if (last === undefined || (last.verb === 'updated' && last.before?.isDefault === true)) return;
    await this.replaceDefault(last.after.id);
  }

  private async replaceDefault(id: string): Promise<void> {
    const { database } = this.foundation;
    const known = await database.query<{ id: string }>({ text: DEFAULT, values: [id] });
    const ids = known.map((row) => row.id);
    const former = await database.query<BusinessHoursCalendar>(this.table.lock(ids, {}));
    await this.store.saveAll(
      'updated',
      former.map((before) => ({ before, fields: { isDefault: false } })),
    );
  }

  private async refuseUsed(writes: readonly RecordWrite<BusinessHoursCalendar>[]): Promise<void> {
    if (writes.length === 0) return;
    const values = [writes.map(({ after }) => after.id)];
    const used = await this.foundation.database.query<{ id: string }>({ text: USED, values });
    const ids = new Set(used.map(({ id }) => id));
    for (const write of writes) if (ids.has(write.after.id)) write.refuse(new BusinessHoursInUseError());
  }

  private async refuseTooMany(writes: readonly RecordWrite<BusinessHoursCalendar>[]): Promise<void> {
    if (writes.length === 0) return;
    const [row] = await this.foundation.database.query<{ count: number }>({ text: COUNT });
    const left = Math.max(0, MOST - (row?.count ?? 0));
    for (const write of writes.slice(left)) write.refuse(new TooManyBusinessHoursError(MOST));
  }
}

/** What ends before it begins lasts through midnight, for who wrote it. */
function explained({ field, message }: ErrorDetail): ErrorDetail {
  if (!field.endsWith('.to')) return { field, message };
  return { field, message: `${message}; what lasts through midnight are two, until 24:00 and from 00:00` };
}

import { Injectable } from '@nestjs/common';
import { TenantSettings } from '../../../foundation/settings/index.js';
import { ValidationError } from '../../../kernel/errors.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { moneyFaults } from '../money-faults.js';
import { namedCurrency } from '../named-currency.js';
import type { Quota } from './quota.entity.js';
import { DuplicateQuotaError, QuotaHolderError, QuotaStartError } from './quota.errors.js';
import { quotaResource } from './quota.policy.js';

type QuotaWrite = RecordWrite<Quota>;

/** Months that a period may begin with: all, every third, the first. */
const MONTHS = { month: 1, quarter: 3, year: 12 } as const;
const TWINS = `SELECT wanted.place, quota.id FROM json_to_recordset($1)
    AS wanted (place integer, id uuid, owner_id uuid, team_id uuid, pipeline_id uuid, period text, starts_on date, currency text)
  JOIN quotas AS quota ON quota.starts_on = wanted.starts_on AND quota.period = wanted.period
    AND quota.currency = wanted.currency AND quota.deleted_at IS NULL AND quota.id <> wanted.id
    AND quota.owner_id IS NOT DISTINCT FROM wanted.owner_id AND quota.team_id IS NOT DISTINCT FROM wanted.team_id
    AND quota.pipeline_id IS NOT DISTINCT FROM wanted.pipeline_id`;

/** What is to be sold in a period: by a user, a team or all, in one pipeline or all. */
@Injectable()
export class QuotasService extends ResourceService<Quota> {
  constructor(
    foundation: RecordFoundation,
    private readonly settings: TenantSettings,
  ) {
    super(quotaResource, foundation);
  }

  protected override check({ ownerId, teamId, period, startsOn }: Quota): void {
    if (ownerId !== null && teamId !== null) throw new QuotaHolderError();
    const [, month = '', day] = startsOn.split('-');
    if (day !== '01' || (Number(month) - 1) % MONTHS[period] !== 0) throw new QuotaStartError(period);
  }

  protected override async examine(writes: readonly QuotaWrite[]): Promise<void> {
    const { currency } = await this.settings.current();
    for (const write of writes) {
      const { after } = write;
      after.currency = namedCurrency(after, currency);
      const faults = moneyFaults({ amount: after.amount }, after.currency);
      if (faults.length > 0) write.refuse(new ValidationError(faults));
    }
    await this.refuseTwins(writes.filter(({ verb, refused }) => verb !== 'deleted' && refused === undefined));
  }

  /** Names the other one; the index keeps those apart that come at the same time. */
  private async refuseTwins(writes: readonly QuotaWrite[]): Promise<void> {
    const rows = writes.map(({ after }, place) => ({
      ...{
        place,
        id: after.id,
        owner_id: after.ownerId,
        team_id: after.teamId,
        pipeline_id: after.pipelineId,
      },
      ...{ period: after.period, starts_on: after.startsOn, currency: after.currency },
    }));
    if (rows.length === 0) return;
    const statement = { text: TWINS, values: [JSON.stringify(rows)] };
    const twins = await this.foundation.database.query<{ place: number; id: string }>(statement);
    const others = twins.filter(({ id }) => !writes.some(({ after }) => after.id === id));
    if (others.length === 0) return;
    const known = await this.findReadable(others.map(({ id }) => id));
    for (const { place, id } of others)
      writes[place]?.refuse(new DuplicateQuotaError(known.has(id) ? [id] : []));
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { PermissionDeniedError } from '../../../kernel/errors.js';
import { currentAccess } from '../../../platform/context/request-context.js';
import { scopeOn } from '../../../platform/resource/relations/record-within.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { TenantCalendar } from '../../../platform/resource/tenant-calendar.js';
import type { ForecastDto } from './dto/forecast.dto.js';
import { ForecastDeals } from './forecast-deals.js';
import { dayIn } from './forecast-periods.js';
import { badQuery, type ForecastRequest, readForecastRequest } from './forecast-query.js';
import { ForecastQuotas } from './forecast-quotas.js';
import { forecastRows } from './forecast-rows.js';

/** Groups of one forecast. */
const MOST_GROUPS = 1_000;

/** Fields of deals that every number of a forecast is made of. */
const FIELDS = [
  ...['amount', 'currency', 'status', 'stageId', 'probability', 'forecastCategory'],
  ...['expectedCloseDate', 'closedAt'],
];

/** What is likely to be sold in the time to come, and what has been. */
@Injectable()
export class ForecastsService {
  constructor(
    private readonly deals: ForecastDeals,
    private readonly quotas: ForecastQuotas,
    private readonly registry: ResourceRegistry,
    private readonly calendar: TenantCalendar,
    private readonly clock: Clock,
  ) {}

  /**
   * Of the deals that the caller reaches.
   *
   * @throws {BadRequestError} 400 · {PermissionDeniedError} 403 when a field that it is made of is hidden from the caller
   */
  async read(query: Readonly<Record<string, unknown>>): Promise<ForecastDto> {
    const timeZone = await this.calendar.timeZone();
    const request = readForecastRequest(query, dayIn(timeZone, this.clock.milliseconds()));
    refuseHidden(request);
    const descriptor = this.registry.find('deal')?.descriptor;
    if (descriptor === undefined) throw new Error('Deals are not registered');
    const scope = scopeOn(descriptor, 'read', this.registry);
    const sums = await this.deals.sums(request, timeZone, scope);
    const items = forecastRows(sums, await this.quotas.of(request), request.period);
    if (new Set(items.map(({ groupId }) => groupId)).size > MOST_GROUPS)
      throw badQuery('groupBy', `makes more than ${MOST_GROUPS} groups: ask by a filter`);
    const { period, groupBy = null, from, to } = request;
    return { period, groupBy, from, to, timeZone, items };
  }
}

function refuseHidden({ groupBy, pipelineId, ownerId, teamId }: ForecastRequest): void {
  const byOwner = groupBy === 'owner' || groupBy === 'team' || ownerId !== undefined || teamId !== undefined;
  const byPipeline = groupBy === 'pipeline' || pipelineId !== undefined;
  const needed = [...FIELDS, ...(byOwner ? ['ownerId'] : []), ...(byPipeline ? ['pipelineId'] : [])];
  const hidden = currentAccess().hiddenFields('deals');
  if (needed.some((field) => hidden.has(field)))
    throw new PermissionDeniedError('A forecast takes fields of deals that you may not see');
}

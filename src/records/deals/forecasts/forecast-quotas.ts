import { Injectable } from '@nestjs/common';
import { Big } from 'big.js';
import { scopeCondition } from '../../../platform/access/record-scope.js';
import { currentAccess } from '../../../platform/context/request-context.js';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { scopeOn } from '../../../platform/resource/relations/record-within.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { type ForecastPeriod, periodStart } from './forecast-periods.js';
import type { ForecastGroup, ForecastRequest } from './forecast-query.js';

/** What one group is to sell in one period, in one currency. */
export interface PeriodQuota {
  readonly startsOn: string;
  readonly groupId: string | null;
  readonly currency: string;
  readonly amount: number;
}

interface QuotaRow extends PeriodQuota {
  readonly [column: string]: unknown;
  readonly period: ForecastPeriod;
}

/** Of what a period may be made up, the whole first. */
const PARTS = {
  month: ['month'],
  quarter: ['quarter', 'month'],
  year: ['year', 'quarter', 'month'],
} as const satisfies Record<ForecastPeriod, readonly ForecastPeriod[]>;

/** Fields of a quota without which none can be told. */
const FIELDS = ['amount', 'currency', 'period', 'startsOn', 'ownerId', 'teamId', 'pipelineId'];
const GROUPS = { owner: 'owner_id', team: 'team_id', pipeline: 'pipeline_id' } as const;

/** The quotas that a forecast is held against, as far as the caller may read them. */
@Injectable()
export class ForecastQuotas {
  constructor(
    private readonly database: TenantDatabase,
    private readonly registry: ResourceRegistry,
  ) {}

  async of(request: ForecastRequest): Promise<readonly PeriodQuota[]> {
    const descriptor = this.registry.find('quota')?.descriptor;
    const access = currentAccess();
    if (descriptor === undefined || access.reach('quotas:read') === undefined) return [];
    const hidden = access.hiddenFields(descriptor.plural);
    if (FIELDS.some((field) => hidden.has(field))) return [];
    const values: unknown[] = [request.from, request.to, [...PARTS[request.period]]];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = conditionsOf(request, bind);
    const scope = scopeOn(descriptor, 'read', this.registry);
    if (scope !== undefined) conditions.push(scopeCondition('"owner_id"', scope, bind));
    const group = request.groupBy === undefined ? 'NULL::uuid' : GROUPS[request.groupBy];
    const text = `SELECT starts_on AS "startsOn", ${group} AS "groupId", currency, period, amount FROM quotas
      WHERE deleted_at IS NULL AND starts_on BETWEEN $1 AND $2 AND period = ANY ($3)
        AND ${conditions.join(' AND ')}`;
    const rows = await this.database.query<QuotaRow>({ text, values, types: RECORD_TYPES });
    return periodQuotas(rows, request.period);
  }
}

/** A quota is that of exactly the deals which a row counts: those of its owner, its team, its pipeline. */
function conditionsOf(
  { groupBy, ownerId, teamId, pipelineId, currency }: ForecastRequest,
  bind: (value: unknown) => string,
): string[] {
  const only = (column: string, id: string | undefined) =>
    id === undefined ? `${column} IS NULL` : `${column} = ${bind(id)}`;
  const some = (column: string, id: string | undefined) =>
    id === undefined ? `${column} IS NOT NULL` : `${column} = ${bind(id)}`;
  const of: Readonly<Record<ForecastGroup | 'all', () => string[]>> = {
    owner: () => [
      some('owner_id', ownerId),
      'team_id IS NULL',
      ...(teamId === undefined
        ? []
        : [`owner_id IN (SELECT id FROM members WHERE team_id = ${bind(teamId)})`]),
    ],
    team: () => [some('team_id', teamId), ...(ownerId === undefined ? [] : ['FALSE'])],
    pipeline: () => [only('owner_id', ownerId), only('team_id', ownerId === undefined ? teamId : undefined)],
    all: () => [only('owner_id', ownerId), only('team_id', ownerId === undefined ? teamId : undefined)],
  };
  return [
    ...of[groupBy ?? 'all'](),
    groupBy === 'pipeline' ? some('pipeline_id', pipelineId) : only('pipeline_id', pipelineId),
    ...(currency === undefined ? [] : [`currency = ${bind(currency)}`]),
  ];
}

/** A period that has no quota of its own has the sum of those of its parts. */
function periodQuotas(rows: readonly QuotaRow[], period: ForecastPeriod): PeriodQuota[] {
  let known: readonly PeriodQuota[] = [];
  for (const part of PARTS[period].toReversed()) {
    const own = rows.filter((row) => row.period === part);
    const whole = new Set(own.map(keyOf));
    known = [...own, ...summed(known, part).filter((quota) => !whole.has(keyOf(quota)))];
  }
  return [...known];
}

/** Quotas of parts as those of the periods that they lie in. */
function summed(parts: readonly PeriodQuota[], period: ForecastPeriod): PeriodQuota[] {
  const sums = new Map<string, PeriodQuota>();
  for (const part of parts) {
    const quota = { ...part, startsOn: periodStart(part.startsOn, period) };
    const sum = sums.get(keyOf(quota))?.amount ?? 0;
    sums.set(keyOf(quota), { ...quota, amount: new Big(sum).plus(part.amount).toNumber() });
  }
  return [...sums.values()];
}

function keyOf({ startsOn, groupId, currency }: PeriodQuota): string {
  return `${startsOn} ${groupId} ${currency}`;
}

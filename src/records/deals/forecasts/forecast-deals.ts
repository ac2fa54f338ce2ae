import { Injectable } from '@nestjs/common';
import { type RecordScope, scopeCondition } from '../../../platform/access/record-scope.js';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { badQuery, type ForecastRequest } from './forecast-query.js';

/** Deals of one group, period and currency. Amounts as the server sums them up; null for none. */
export interface DealSums {
  readonly [column: string]: unknown;
  readonly startsOn: string;
  readonly groupId: string | null;
  readonly currency: string;
  readonly openCount: number;
  readonly closedCount: number;
  readonly omittedCount: number;
  /** Amounts times probabilities, in hundredths. */
  readonly weighted: number | null;
  readonly pipeline: number | null;
  readonly bestCase: number | null;
  readonly commit: number | null;
  readonly omitted: number | null;
  readonly closed: number | null;
}

/** Rows of one forecast. */
const MOST_ROWS = 10_000;

/** What deals are told apart by before anything else is asked: the fewer there are, the less is joined. */
const KEYS = { owner: 'owner_id', team: 'owner_id', pipeline: 'pipeline_id' } as const;

/** Sums up the deals that a forecast is made of, in one statement. */
@Injectable()
export class ForecastDeals {
  constructor(private readonly database: TenantDatabase) {}

  /** @param scope of the deals that the caller reaches @throws {BadRequestError} 400 for more rows than anybody reads */
  async sums(request: ForecastRequest, zone: string, scope: RecordScope | undefined): Promise<DealSums[]> {
    const values: unknown[] = [request.period, zone, request.from, request.to];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const text = statementOf(request, conditionsOf(request, scope, bind));
    const rows = await this.database.query<DealSums>({ text, values, types: RECORD_TYPES });
    if (rows.length > MOST_ROWS)
      throw badQuery('groupBy', `makes more than ${MOST_ROWS} rows: ask for fewer periods, or by a filter`);
    return rows;
  }
}

function conditionsOf(
  { pipelineId, ownerId, teamId, currency }: ForecastRequest,
  scope: RecordScope | undefined,
  bind: (value: unknown) => string,
): string {
  const conditions = [
    ...(pipelineId === undefined ? [] : [`pipeline_id = ${bind(pipelineId)}`]),
    ...(ownerId === undefined ? [] : [`owner_id = ${bind(ownerId)}`]),
    ...(teamId === undefined ? [] : [`owner_id IN (SELECT id FROM members WHERE team_id = ${bind(teamId)})`]),
    ...(currency === undefined ? [] : [`currency = ${bind(currency)}`]),
    ...(scope === undefined ? [] : [scopeCondition('"owner_id"', scope, bind)]),
  ];
  return conditions.map((condition) => ` AND ${condition}`).join('');
}

/** A deal that is open belongs to the period of its expected day, one that is won to that of the day when it was. */
function statementOf({ groupBy }: ForecastRequest, conditions: string): string {
  const key = groupBy === undefined ? 'NULL::uuid' : KEYS[groupBy];
  const [group, join] =
    groupBy === 'team'
      ? ['member.team_id', 'LEFT JOIN members AS member ON member.id = counted.key']
      : ['counted.key', ''];
  return `WITH counted AS (
      SELECT date_trunc($1, CASE status WHEN 'won' THEN closed_at AT TIME ZONE $2
          ELSE expected_close_date::timestamp END)::date AS starts_on,
        ${key} AS key, currency, status, stage_id, probability, forecast_category,
        count(*) AS count, sum(amount) AS amount
      FROM deals WHERE deleted_at IS NULL AND (
        (status = 'open' AND expected_close_date BETWEEN $3 AND $4) OR
        (status = 'won' AND closed_at >= $3::date::timestamp AT TIME ZONE $2
          AND closed_at < ($4::date + 1)::timestamp AT TIME ZONE $2))${conditions}
      GROUP BY 1, 2, 3, 4, 5, 6, 7
    ), placed AS (
      SELECT counted.starts_on, ${group} AS group_id, counted.currency, counted.count, counted.amount,
        coalesce(counted.probability, stage.probability) AS probability,
        CASE WHEN counted.status = 'won' THEN 'closed'
          ELSE coalesce(counted.forecast_category, nullif(stage.forecast_category, 'closed'), 'commit') END AS category
      FROM counted JOIN pipeline_stages AS stage ON stage.id = counted.stage_id ${join}
    )
    SELECT starts_on AS "startsOn", group_id AS "groupId", currency,
      coalesce(sum(count) FILTER (WHERE category NOT IN ('closed', 'omitted')), 0)::integer AS "openCount",
      coalesce(sum(count) FILTER (WHERE category = 'closed'), 0)::integer AS "closedCount",
      coalesce(sum(count) FILTER (WHERE category = 'omitted'), 0)::integer AS "omittedCount",
      sum(amount * probability) FILTER (WHERE category NOT IN ('closed', 'omitted')) AS weighted,
      sum(amount) FILTER (WHERE category = 'pipeline') AS pipeline,
      sum(amount) FILTER (WHERE category = 'bestCase') AS "bestCase",
      sum(amount) FILTER (WHERE category = 'commit') AS commit,
      sum(amount) FILTER (WHERE category = 'omitted') AS omitted,
      sum(amount) FILTER (WHERE category = 'closed') AS closed
    FROM placed GROUP BY starts_on, group_id, currency LIMIT ${MOST_ROWS + 1}`;
}

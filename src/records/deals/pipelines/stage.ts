export const STAGE_KINDS = ['open', 'won', 'lost'] as const;
/** What a deal is in it. */
export type StageKind = (typeof STAGE_KINDS)[number];

export const FORECAST_CATEGORIES = ['pipeline', 'bestCase', 'commit', 'omitted', 'closed'] as const;
/** Where a forecast counts the deals of a stage that say nothing themselves. Won deals are `closed`. */
export type ForecastCategory = (typeof FORECAST_CATEGORIES)[number];

/** A stage as its pipeline holds it; its place in the list is its order. */
export interface Stage {
  readonly id: string;
  readonly name: string;
  readonly kind: StageKind;
  /** Percent. */
  readonly probability: number;
  readonly forecastCategory: ForecastCategory;
  /** Fields of the deal that must not be empty when it enters. */
  readonly requiredFields: readonly string[];
  /** Ids of the stages that a deal may go to from here; null for all, and for other pipelines too. */
  readonly allowedMoves: readonly string[] | null;
}

import type { ErrorDetail } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/identifiers.js';
import { MOST_STAGES } from './stage-limits.js';
import { type ForecastCategory, type Stage, STAGE_KINDS, type StageKind } from './stage.js';

/** A stage as callers send it; of one that is there, what is left out stays as it is. */
export type StageInput = Partial<Stage> & Pick<Stage, 'name'>;

/** What stages may name. */
export interface StageGround {
  /** The stages of the pipeline as they are. */
  readonly stored: readonly Stage[];
  /** Ids of stages that it had once: a revert brings them back. */
  readonly former: ReadonlySet<string>;
  /** Fields of deals. */
  readonly fields: ReadonlySet<string>;
}

interface SettledStages {
  readonly stages: Stage[];
  readonly faults: ErrorDetail[];
}

const PROBABILITY: Readonly<Record<StageKind, number>> = { open: 50, won: 100, lost: 0 };
const CATEGORY: Readonly<Record<StageKind, ForecastCategory>> = {
  open: 'pipeline',
  won: 'closed',
  lost: 'omitted',
};

/** Whole stages out of what was sent, and what is wrong with them. */
export function settleStages(given: readonly StageInput[], ground: StageGround): SettledStages {
  const stored = new Map(ground.stored.map((stage) => [stage.id, stage]));
  const faults: ErrorDetail[] = [];
  const stages = given.map((input, index): Stage => {
    const base = stored.get(input.id ?? '');
    const isUnknown = input.id !== undefined && base === undefined && !ground.former.has(input.id);
    if (isUnknown) faults.push({ field: `stages.${index}.id`, message: 'does not exist' });
    const kind = input.kind ?? base?.kind ?? 'open';
    const same = base?.kind === kind ? base : undefined;
    return {
      id: input.id ?? newId(),
      name: input.name,
      kind,
      probability: input.probability ?? same?.probability ?? PROBABILITY[kind],
      forecastCategory: input.forecastCategory ?? same?.forecastCategory ?? CATEGORY[kind],
      requiredFields: [...(input.requiredFields ?? base?.requiredFields ?? [])],
      allowedMoves: input.allowedMoves === undefined ? (base?.allowedMoves ?? null) : input.allowedMoves,
    };
  });
  faults.push(...stages.flatMap((stage, index) => faultsOf(stage, index, ground)), ...faultsOfAll(stages));
  const moves = stages.map((stage, index) =>
    movesOf(stage, index, stages, [...stored.keys(), ...ground.former]),
  );
  faults.push(...moves.flatMap((each) => each.faults));
  return {
    stages: stages.map((stage, index) => ({ ...stage, allowedMoves: moves[index]?.ids ?? null })),
    faults,
  };
}

function faultsOf(
  { kind, probability, forecastCategory, requiredFields }: Stage,
  index: number,
  ground: StageGround,
) {
  const faults: ErrorDetail[] = [];
  const fault = (field: string, message: string) =>
    faults.push({ field: `stages.${index}.${field}`, message });
  if (kind !== 'open' && probability !== PROBABILITY[kind])
    fault('probability', `must be ${PROBABILITY[kind]} where deals are ${kind}`);
  if ((kind === 'won') !== (forecastCategory === 'closed'))
    fault(
      'forecastCategory',
      kind === 'won' ? 'must be closed where deals are won' : 'is closed only where deals are won',
    );
  if (kind === 'lost' && forecastCategory !== 'omitted')
    fault('forecastCategory', 'must be omitted where deals are lost');
  for (const [place, field] of requiredFields.entries())
    if (!ground.fields.has(field)) fault(`requiredFields.${place}`, 'is no field of deals');
  return faults;
}

function faultsOfAll(stages: readonly Stage[]): ErrorDetail[] {
  const faults: ErrorDetail[] = [];
  const names = stages.map(({ name }) => name.toLowerCase());
  const ids = stages.map(({ id }) => id);
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index)
      faults.push({ field: `stages.${index}.name`, message: 'is there twice' });
    if (ids.indexOf(ids[index] ?? '') < index)
      faults.push({ field: `stages.${index}.id`, message: 'is there twice' });
  }
  const missing = STAGE_KINDS.filter((kind) => !stages.some((stage) => stage.kind === kind));
  if (missing.length > 0)
    faults.push({
      field: 'stages',
      message: `must hold a stage of each kind; there is none that is ${missing.join(' or ')}`,
    });
  if (stages.length > MOST_STAGES)
    faults.push({ field: 'stages', message: `must be a list of at most ${MOST_STAGES} items` });
  return faults;
}

/** Names become ids; what leads to a stage that is no more is left out. */
function movesOf(
  { id, allowedMoves }: Stage,
  index: number,
  stages: readonly Stage[],
  known: readonly string[],
) {
  const faults: ErrorDetail[] = [];
  if (allowedMoves === null) return { ids: null, faults };
  const ids = allowedMoves.flatMap((move, place) => {
    const wanted = move.toLowerCase();
    const target = stages.find((stage) => stage.id === wanted || stage.name.toLowerCase() === wanted);
    if (target !== undefined) return target.id === id ? [] : [target.id];
    if (!known.includes(wanted))
      faults.push({ field: `stages.${index}.allowedMoves.${place}`, message: 'is no stage of the pipeline' });
    return [];
  });
  return { ids: [...new Set(ids)], faults };
}

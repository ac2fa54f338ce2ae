import type { WorkingTime } from '../../../kernel/working-time.js';
import type { SlaTargetState } from './sla-target-states.js';
import type { SlaTarget } from './sla-target.entity.js';
import type { TargetStep } from './target-change.js';
import type { TargetPlan } from './target-plan.js';

/** What the engine decides of a target. */
export type TargetFields = Pick<
  SlaTarget,
  | 'name'
  | 'policyId'
  | 'businessHoursId'
  | 'priority'
  | 'state'
  | 'startedAt'
  | 'runningSince'
  | 'pausedSince'
  | 'targetSeconds'
  | 'usedSeconds'
  | 'dueAt'
  | 'warnsAt'
  | 'warnedAt'
  | 'breachedAt'
  | 'metAt'
  | 'ownerId'
>;

/** What is so of a record from a moment on. */
export interface TargetFacts {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly isMet: boolean;
  readonly isPaused: boolean;
  readonly ownerId: string | null;
  /** Undefined when no policy promises anything. */
  readonly plan: TargetPlan | undefined;
}

const SECOND = 1_000;

/**
 * One target on its way: it is told in order what is so of its record, and says which changes follow. It depends on the
 * moments it is told of alone, not on when that is: a worker that was down finds the same.
 */
export class TargetCourse {
  readonly steps: TargetStep[] = [];
  private fields: TargetFields;

  /** @param time by what the target was counted until now */
  constructor(
    fields: TargetFields,
    private time: WorkingTime,
  ) {
    this.fields = fields;
  }

  /** One that begins at a moment, still unmet. */
  static begun({ at, isPaused, ownerId }: TargetFacts, plan: TargetPlan): TargetFields {
    const startedAt = iso(at);
    const none = { dueAt: null, warnsAt: null, warnedAt: null, breachedAt: null, metAt: null };
    const since = isPaused
      ? { state: 'paused' as const, runningSince: null, pausedSince: startedAt }
      : { state: 'running' as const, runningSince: startedAt, pausedSince: null };
    const begun = { ...none, ...since, ...promised(plan), startedAt, usedSeconds: 0, ownerId };
    return { ...begun, ...dueTimes(begun, plan) };
  }

  get now(): TargetFields {
    return this.fields;
  }

  get isOver(): boolean {
    return this.fields.metAt !== null;
  }

  /** What fell due before a moment, or by it, is noted with the time at which it truly was. */
  passMarks(moment: number, earliest = Number.NEGATIVE_INFINITY): void {
    const { warnsAt, dueAt, metAt } = this.fields;
    if (metAt !== null) return;
    if (this.fields.warnedAt === null && warnsAt !== null && Date.parse(warnsAt) < moment)
      this.step('warned', { warnedAt: later(warnsAt, earliest) });
    if (this.fields.breachedAt === null && dueAt !== null && Date.parse(dueAt) < moment)
      this.step('breached', { breachedAt: later(dueAt, earliest), state: 'breached' });
  }

  /** What becomes of it by what is so of its record from a moment on. */
  follow(facts: TargetFacts): void {
    const at = Math.max(facts.at, this.last());
    this.passMarks(at);
    const { metAt, policyId } = this.fields;
    // What nobody promised any more when it was done is not met.
    if (facts.isMet && (metAt !== null || policyId === null)) {
      this.change('updated', { ownerId: facts.ownerId });
      return;
    }
    this.change(facts.isMet ? 'met' : 'updated', this.next({ ...facts, at }));
    if (facts.plan !== undefined) this.time = facts.plan.time;
    this.passMarks(at, at);
  }

  private next({ at, isMet, isPaused, ownerId, plan }: TargetFacts): TargetFields {
    const before = this.fields;
    const stands = isMet || isPaused || plan === undefined;
    const isRecounted = plan !== undefined && plan.businessHoursId !== before.businessHoursId;
    const isSettled = before.runningSince !== null && (stands || isRecounted);
    const usedSeconds = isSettled ? this.used(at) : before.usedSeconds;
    const runningSince = stands ? null : isSettled ? iso(at) : (before.runningSince ?? iso(at));
    const pausedSince = isPaused && !isMet ? (before.pausedSince ?? iso(at)) : null;
    const promise = plan === undefined ? { ...before, policyId: null } : { ...before, ...promised(plan) };
    const counted = { ...promise, usedSeconds, runningSince, pausedSince, ownerId };
    // What was met shows until when there was time.
    const due = isMet ? { dueAt: before.dueAt, warnsAt: before.warnsAt } : dueTimes(counted, plan);
    const metAt = isMet ? iso(at) : null;
    return { ...counted, ...due, metAt, state: stateOf({ ...counted, metAt }, plan) };
  }

  /** Seconds of working time by a moment. */
  private used(at: number): number {
    const { runningSince, usedSeconds } = this.fields;
    if (runningSince === null) return usedSeconds;
    const worked = this.time.between(Date.parse(runningSince), at);
    return Math.round(usedSeconds * SECOND + worked) / SECOND;
  }

  /** The newest moment that it knows of: clocks of processes differ. */
  private last(): number {
    const { startedAt, runningSince, pausedSince, metAt } = this.fields;
    return Math.max(
      ...[startedAt, runningSince, pausedSince, metAt].map((moment) => Date.parse(moment ?? startedAt)),
    );
  }

  private step(verb: TargetStep['verb'], fields: Partial<TargetFields>): void {
    this.steps.push({ verb, fields });
    this.fields = { ...this.fields, ...fields };
  }

  private change(verb: 'updated' | 'met', next: Partial<TargetFields>): void {
    const changed = Object.entries(next).filter(
      ([field, value]) => Reflect.get(this.fields, field) !== value,
    );
    if (changed.length > 0) this.step(verb, Object.fromEntries(changed));
  }
}

function promised({ policyId, name, businessHoursId, priority, targetSeconds }: TargetPlan) {
  return { policyId, name, businessHoursId, priority, targetSeconds };
}

function stateOf(
  { metAt, breachedAt, pausedSince }: Pick<TargetFields, 'metAt' | 'breachedAt' | 'pausedSince'>,
  plan: TargetPlan | undefined,
): SlaTargetState {
  if (breachedAt !== null) return 'breached';
  if (metAt !== null) return 'met';
  if (plan === undefined) return 'cancelled';
  return pausedSince === null ? 'running' : 'paused';
}

function dueTimes(
  { runningSince, usedSeconds }: Pick<TargetFields, 'runningSince' | 'usedSeconds'>,
  plan: TargetPlan | undefined,
): Pick<TargetFields, 'dueAt' | 'warnsAt'> {
  if (plan === undefined || runningSince === null) return { dueAt: null, warnsAt: null };
  const after = (seconds: number | undefined): string | null => {
    if (seconds === undefined) return null;
    const left = Math.round((seconds - usedSeconds) * SECOND);
    const moment = plan.time.add(Date.parse(runningSince), left);
    return moment === undefined ? null : iso(moment);
  };
  return { dueAt: after(plan.targetSeconds), warnsAt: after(plan.warnSeconds) };
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}

function later(moment: string, earliest: number): string {
  return iso(Math.max(Date.parse(moment), earliest));
}

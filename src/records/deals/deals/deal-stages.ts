import { Injectable } from '@nestjs/common';
import { DomainError, PermissionDeniedError, ValidationError } from '../../../kernel/errors.js';
import { Clock } from '../../../kernel/clock.js';
import { currentAccess } from '../../../platform/context/request-context.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { type PlacedStage, PipelineStages } from '../pipelines/index.js';
import type { Deal } from './deal.entity.js';
import { PipelineGoneError } from './deal.errors.js';
import { type DealIntent, takeIntent } from './deal-intent.js';
import { StageMap } from './stage-map.js';
import { refusalOfEntry, refusalOfMove, refusalOfReason } from './stage-rules.js';
import { stageTarget, wantedPlace } from './stage-target.js';

type DealWrite = RecordWrite<Deal>;

const EVENTS = { open: 'stage-changed', won: 'won', lost: 'lost' } as const;

/** In which stage deals are: whoever writes one, by whatever way, keeps to the rules of the pipeline. */
@Injectable()
export class DealStages {
  constructor(
    private readonly pipelines: PipelineStages,
    private readonly clock: Clock,
  ) {}

  /** Puts each deal where its write wants it, with all that follows from that; refuses what the rules forbid. */
  async settle(writes: readonly DealWrite[]): Promise<void> {
    const intents = new Map(writes.map((write) => [write, takeIntent(write.after)]));
    const placed = writes.filter(({ verb }) => verb !== 'deleted');
    const moving = placed.filter((write) => this.concerns(write, intents.get(write)));
    for (const write of placed.filter((each) => !moving.includes(each))) keepPlace(write);
    for (let unheld = moving; unheld.length > 0; unheld = await this.hold(unheld)) {
      const stages = await this.find(unheld, intents);
      for (const write of unheld) this.place(write, intents.get(write) ?? {}, stages);
    }
  }

  private concerns(write: DealWrite, intent: DealIntent = {}): boolean {
    const { before, verb } = write;
    if (before === undefined || verb === 'restored' || intent.stage !== undefined) return true;
    const { pipelineId, stageId } = wantedPlace(write, undefined);
    return pipelineId !== undefined || stageId !== undefined || intent.reopening === true;
  }

  private async find(writes: readonly DealWrite[], intents: ReadonlyMap<DealWrite, DealIntent>) {
    const places = writes.map((write) => wantedPlace(write, intents.get(write)?.stage));
    const known = writes.flatMap(({ before }) => before?.stageId ?? []);
    const found = await this.pipelines.find({
      pipelineIds: [...new Set(places.flatMap(({ pipelineId }) => pipelineId ?? []))],
      stageIds: [...new Set([...known, ...places.flatMap(({ stageId }) => stageId ?? [])])],
      ofDefault: writes.some(({ before }) => before === undefined),
    });
    return new StageMap(found);
  }

  private place(write: DealWrite, intent: DealIntent, stages: StageMap): void {
    const { before, after, input, verb } = write;
    if (verb === 'restored') return this.restore(write, stages);
    const from = before === undefined ? undefined : stages.stage(before.stageId);
    const wanted = stageTarget(wantedPlace(write, intent.stage), before, stages);
    if (wanted instanceof DomainError) return write.refuse(wanted);
    const isReopening = intent.reopening === true;
    const isUnnamed = isReopening && intent.stage === undefined && input.stageId === undefined;
    const target = (isUnnamed ? stages.first(wanted.pipelineId) : undefined) ?? wanted;
    // Whoever names the closed stage that the deal is in is told that it is no open one.
    const isEntering = isReopening || from?.id !== target.id;
    after.pipelineId = target.pipelineId;
    after.stageId = target.id;
    if (!isEntering) return keepPlace(write);
    if (intent.relocating === true) {
      after.stageEnteredAt = this.clock.now().toISOString();
      return write.announce('stage-changed');
    }
    if (intent.stage !== undefined || isReopening) refuseReadOnly(write);
    const refusal = from === undefined ? undefined : refusalOfMove(from, target, intent, stages);
    if (refusal !== undefined) return write.refuse(refusal);
    this.enter(write, target);
    if (from !== undefined) write.announce(isReopening ? 'reopened' : EVENTS[target.kind]);
  }

  private enter(write: DealWrite, target: PlacedStage): void {
    const { after, input } = write;
    const now = this.clock.now().toISOString();
    after.status = target.kind;
    after.stageEnteredAt = now;
    const isClosed = target.kind !== 'open';
    after.closedAt = isClosed ? (input.closedAt ?? now) : null;
    after.closeReason = isClosed ? (input.closeReason ?? null) : null;
    const refusal = openFault(write) ?? refusalOfEntry(after, target) ?? refusalOfReason(after);
    if (refusal !== undefined) write.refuse(refusal);
  }

  /** Its stage may be gone, or be of another kind than it was. */
  private restore(write: DealWrite, stages: StageMap): void {
    const { before, after } = write;
    const stage = stages.stage(after.stageId);
    const home = stage?.isLive === true ? stage : stages.first(after.pipelineId, after.status);
    if (home === undefined) return write.refuse(new PipelineGoneError());
    const now = this.clock.now().toISOString();
    if (home.kind !== after.status) after.closedAt = home.kind === 'open' ? null : now;
    if (home.kind === 'open') after.closeReason = null;
    after.stageId = home.id;
    after.status = home.kind;
    if (before?.stageId !== home.id) after.stageEnteredAt = now;
  }

  /**
   * What was there when the rules were asked may be on its way out, or become of another kind.
   *
   * @returns deals that come back, and have to take another stage
   */
  private async hold(writes: readonly DealWrite[]): Promise<DealWrite[]> {
    const entering = writes.filter(({ before, after, refused, verb }) => {
      return refused === undefined && (verb === 'restored' || before?.stageId !== after.stageId);
    });
    if (entering.length === 0) return [];
    const held = await this.pipelines.hold([...new Set(entering.map(({ after }) => after.stageId))]);
    const lost = entering.filter(({ after }) => held.get(after.stageId) !== after.status);
    for (const write of lost.filter(({ verb }) => verb !== 'restored')) {
      const message = held.has(write.after.stageId) ? 'has become another one' : 'does not exist';
      write.refuse(new ValidationError([{ field: 'stageId', message }]));
    }
    return lost.filter(({ verb }) => verb === 'restored');
  }
}

/** A deal that stays where it is keeps what belongs to that: a PUT that does not name them does not take them away. */
function keepPlace(write: DealWrite): void {
  const { before, after, input } = write;
  if (before === undefined) return;
  after.pipelineId = before.pipelineId;
  after.stageId = before.stageId;
  if (after.status === 'open') {
    after.closedAt = null;
    after.closeReason = null;
  } else {
    if (after.closedAt === null) after.closedAt = before.closedAt;
    if (after.closeReason === null && input.closeReason === undefined) after.closeReason = before.closeReason;
  }
  const refusal = openFault(write) ?? refusalOfReason(after);
  if (refusal !== undefined) write.refuse(refusal);
}

/** What is open has not been closed yet. */
function openFault({ after: { status }, input }: DealWrite): DomainError | undefined {
  if (status !== 'open') return undefined;
  const fields = (['closeReason', 'closedAt'] as const).filter((field) => (input[field] ?? null) !== null);
  return fields.length === 0
    ? undefined
    : new ValidationError(
        fields.map((field) => ({ field, message: 'goes with a deal that is won or lost' })),
      );
}

/** Sent under its own name, the field has been judged already. */
function refuseReadOnly(write: DealWrite): void {
  if (currentAccess().readOnlyFields('deals').has('stageId'))
    write.refuse(new PermissionDeniedError('You may not write stage'));
}

import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { ConflictError, NotFoundError, ValidationError } from '../../../kernel/errors.js';
import { isId } from '../../../kernel/identifiers.js';
import { COLLIDING_ATTEMPTS } from '../../../platform/database/tenant-database.js';
import { fieldNames } from '../../../platform/http/fields/field-names.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { versionConflict } from '../../../platform/resource/writes/version-conflict.js';
import type { WriteOptions } from '../../../platform/resource/writes/write-options.js';
import { DEFAULT_STAGES } from './default-stages.js';
import type { Pipeline } from './pipeline.entity.js';
import {
  DefaultPipelineError,
  PipelineInUseError,
  StageInUseError,
  StageKindFixedError,
} from './pipeline.errors.js';
import { pipelineResource } from './pipeline.policy.js';
import { settleStages } from './settle-stages.js';
import { StageOccupants } from './stage-occupants.js';
import { StageRows } from './stage-rows.js';

/** One chooser of the default at a time, to the end of the transaction. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('default-pipeline', 0))`;
const OTHER_DEFAULTS = `SELECT id FROM pipelines WHERE is_default AND deleted_at IS NULL AND id <> $1`;

/** Fields of a deal that say where it stands, which a stage cannot ask for. */
const PLACE = new Set(['pipelineId', 'stageId', 'stage', 'customFields']);

/** Pipelines with their stages. A stage with deals in it is not taken away under them. */
@Injectable()
export class PipelinesService extends ResourceService<Pipeline> {
  constructor(
    foundation: RecordFoundation,
    private readonly rows: StageRows,
    private readonly occupants: StageOccupants,
  ) {
    super(pipelineResource, foundation);
  }

  /**
   * Runs work in one transaction with a pipeline locked that the caller may change. When it meets another in a circle (two that
   * go into each other), it is done again: outside the transaction it changes nothing.
   *
   * @throws {NotFoundError} 404 · {VersionMismatchError} 412
   */
  async withLocked<Result>(
    id: string,
    action: 'update' | 'delete',
    { ifMatch }: WriteOptions,
    work: (pipeline: Pipeline) => Promise<Result>,
  ): Promise<Result> {
    await this.foundation.journal.prepare();
    return this.write(async () => {
      const pipeline = await this.find(id, action, { lock: true });
      if (ifMatch !== undefined && ifMatch !== pipeline.version)
        throw versionConflict(this.view(pipeline), {}, undefined);
      return work(pipeline);
    }, COLLIDING_ATTEMPTS);
  }

  /** @param id of the pipeline that deals of another one go to @throws {ValidationError} 422 when they cannot */
  async targetOf({ id: from }: Pipeline, id: unknown): Promise<Pipeline> {
    const wanted = isId(id) && id.toLowerCase() !== from ? id : undefined;
    const statement = wanted === undefined ? undefined : this.table.find(wanted, { lock: true });
    const [found] = statement === undefined ? [] : await this.foundation.database.query<Pipeline>(statement);
    if (found !== undefined) return found;
    throw new ValidationError([{ field: 'moveTo', message: 'must be another pipeline' }]);
  }

  protected override async examine(writes: readonly RecordWrite<Pipeline>[]): Promise<void> {
    for (const write of writes.filter(({ refused }) => refused === undefined)) {
      if (write.verb === 'deleted') await this.refuseDeletion(write);
      else if (write.verb !== 'restored') await this.settle(write);
      else write.after.isDefault = false;
    }
    const chosen = writes.filter(isChosen);
    if (chosen.length > 0) await this.foundation.database.query({ text: LOCK });
    for (const write of chosen.slice(1)) write.refuse(new ConflictError('One pipeline is the default'));
  }

  protected override async follow(writes: readonly RecordWrite<Pipeline>[]): Promise<void> {
    for (const { before, after } of writes)
      if (before?.deletedAt !== after.deletedAt || !isDeepStrictEqual(before.stages, after.stages))
        await this.rows.store(after);
    const [chosen] = writes.filter(isChosen);
    if (chosen === undefined) return;
    const values = [chosen.after.id];
    const others = await this.foundation.database.query<{ id: string }>({ text: OTHER_DEFAULTS, values });
    for (const { id } of others) {
      const [before] = await this.foundation.database.query<Pipeline>(this.table.find(id, { lock: true }));
      if (before === undefined) throw new NotFoundError('Pipeline');
      await this.save('updated', before, { isDefault: false }, { isDefault: { old: true, new: false } });
    }
  }

  private async settle(write: RecordWrite<Pipeline>): Promise<void> {
    const { before, after } = write;
    if (before?.isDefault === true && !after.isDefault) {
      if (write.input.isDefault === false) write.refuse(new DefaultPipelineError());
      after.isDefault = true;
    }
    const stored = before?.stages ?? [];
    // A PUT that does not name them leaves them.
    const wanted = isMissing(after.stages) ? (before?.stages ?? DEFAULT_STAGES) : after.stages;
    const former = before === undefined ? new Set<string>() : await this.rows.ever(before.id);
    const { stages, faults } = settleStages(wanted, { stored, former, fields: await this.fieldsOfDeals() });
    if (faults.length > 0) write.refuse(new ValidationError(faults));
    if (write.refused !== undefined) return;
    after.stages = stages;
    await this.refuseStagesInUse(write);
  }

  private async refuseStagesInUse(write: RecordWrite<Pipeline>): Promise<void> {
    const after = new Map(write.after.stages.map((stage) => [stage.id, stage]));
    const changed = (write.before?.stages ?? []).filter(({ id, kind }) => after.get(id)?.kind !== kind);
    if (changed.length === 0) return;
    const ids = changed.map(({ id }) => id);
    await this.rows.lock(ids);
    const counts = await this.occupants.count(ids);
    for (const { id, name } of changed) {
      const deals = counts.get(id);
      if (deals === undefined) continue;
      const index = write.after.stages.findIndex((stage) => stage.id === id);
      write.refuse(
        index < 0 ? new StageInUseError(name, deals) : new StageKindFixedError(`stages.${index}.kind`, deals),
      );
    }
  }

  private async refuseDeletion(write: RecordWrite<Pipeline>): Promise<void> {
    const { isDefault, stages } = write.after;
    if (isDefault) write.refuse(new DefaultPipelineError());
    if (isDefault) return;
    const ids = stages.map(({ id }) => id);
    await this.rows.lock(ids);
    const deals = [...(await this.occupants.count(ids)).values()].reduce((sum, count) => sum + count, 0);
    if (deals > 0) write.refuse(new PipelineInUseError(deals));
  }

  private async fieldsOfDeals(): Promise<ReadonlySet<string>> {
    const deals = this.foundation.registry.find('deal');
    if (deals === undefined) throw new Error('There are pipelines without deals');
    const { createDto, plural } = deals.descriptor;
    const custom = await this.foundation.customFields.names(plural);
    return new Set([...fieldNames(createDto).filter((field) => !PLACE.has(field)), ...custom]);
  }
}

/** Of a column that is never null, once the record is whole. */
function isMissing(value: unknown): boolean {
  return value === null;
}

/** Whether it is to be the default from now on. */
function isChosen({ before, after, refused }: RecordWrite<Pipeline>): boolean {
  return refused === undefined && after.isDefault && before?.isDefault !== true;
}

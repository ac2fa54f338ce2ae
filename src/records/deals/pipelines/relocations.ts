import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../../../kernel/errors.js';
import type { RecordEntity } from '../../../platform/resource/record.entity.js';
import type { Pipeline } from './pipeline.entity.js';
import { PipelinesService } from './pipelines.service.js';
import type { Relocation } from './relocation.js';
import { AT_ONCE, STEP } from './relocation-limits.js';
import { StageOccupants } from './stage-occupants.js';
import { StageRows } from './stage-rows.js';

/** Takes stages away whose deals go somewhere else. */
@Injectable()
export class Relocations {
  constructor(
    private readonly pipelines: PipelinesService,
    private readonly rows: StageRows,
    private readonly occupants: StageOccupants,
  ) {}

  /** Moves some of those that are there. @returns how many */
  step({ targets }: Relocation): Promise<number> {
    return this.occupants.relocate(new Map(Object.entries(targets)), STEP);
  }

  async count({ targets }: Relocation): Promise<number> {
    const counts = await this.occupants.count(Object.keys(targets));
    return [...counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /**
   * Moves those that are left, and takes the stage or the pipeline away, in one transaction.
   *
   * @returns false when there are too many for one: nothing has changed then
   */
  async finish(relocation: Relocation): Promise<boolean> {
    const { pipelineId, removes, targets } = relocation;
    const ids = Object.keys(targets);
    // From here on nobody comes in.
    await this.rows.lock(ids);
    if ((await this.count(relocation)) > AT_ONCE) return false;
    await this.occupants.relocate(new Map(Object.entries(targets)), AT_ONCE);
    if (removes === null) {
      await this.removePipeline(pipelineId);
      return true;
    }
    const fieldsFor = (before: RecordEntity): Partial<Pipeline> => ({
      stages: (before as Pipeline).stages.filter(({ id }) => id !== removes),
    });
    await this.pipelines.update(pipelineId, { stages: [] }, { fieldsFor });
    return true;
  }

  /** A job that is told to stop by its last step does that once more. */
  private async removePipeline(id: string): Promise<void> {
    try {
      await this.pipelines.remove(id);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
    }
  }
}

import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../../../kernel/errors.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { RecordEntity } from '../../../platform/resource/record.entity.js';
import type { Pipeline } from './pipeline.entity.js';
import { PipelinesService } from './pipelines.service.js';
import type { Relocation } from './relocation.js';
import { AT_ONCE, STEP } from './relocation-limits.js';
import { StageOccupants } from './stage-occupants.js';
import { StageRows } from './stage-rows.js';

const SAVEPOINT = { text: 'SAVEPOINT stages' };
const ROLLBACK = { text: 'ROLLBACK TO SAVEPOINT stages' };

/** Takes stages away whose deals go somewhere else. */
@Injectable()
export class Relocations {
  constructor(
    private readonly pipelines: PipelinesService,
    private readonly rows: StageRows,
    private readonly occupants: StageOccupants,
    private readonly database: TenantDatabase,
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
    if (!(await this.hold(Object.keys(targets)))) return false;
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

  /**
   * Holds stages and what is in them: from here on nobody comes in. Whoever moves a deal holds it and then waits for stages,
   * so deals come first here too; whoever came in meanwhile, and is held by somebody already, is waited for without the stages.
   *
   * @returns false when there are too many
   */
  private async hold(ids: readonly string[]): Promise<boolean> {
    await this.database.execute(SAVEPOINT);
    for (;;) {
      if ((await this.occupants.hold(ids, AT_ONCE + 1)) > AT_ONCE) return false;
      await this.rows.lock(ids);
      if (await this.occupants.holdFree(ids)) return true;
      await this.database.execute(ROLLBACK);
    }
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

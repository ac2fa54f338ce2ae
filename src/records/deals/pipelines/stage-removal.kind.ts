import { Injectable } from '@nestjs/common';
import { type JobFacts, type JobKind, JobKinds, type JobRun } from '../../../foundation/jobs/index.js';
import { RELOCATION, type Relocation } from './relocation.js';
import { AT_ONCE, STEP } from './relocation-limits.js';
import { Relocations } from './relocations.js';

/** Stages with many deals are taken away as jobs: some hundred deals a step, and the stage with the last of them. */
@Injectable()
export class StageRemovalJobs implements JobKind {
  readonly name = RELOCATION;

  constructor(
    private readonly relocations: Relocations,
    kinds: JobKinds,
  ) {
    kinds.add(this);
  }

  async run(job: JobRun): Promise<JobFacts | null> {
    const relocation = job.parameters as Relocation & JobFacts;
    let { done } = job.progress;
    for (;;) {
      const left = await this.relocations.count(relocation);
      const isLast = left <= AT_ONCE;
      done += isLast ? left : STEP;
      const step = { isLast: false };
      const verdict = await job.commit({
        checkpoint: { done },
        progress: { done, total: isLast ? done : done + left - STEP },
        counts: { moved: done },
        work: async () => {
          step.isLast = await this.relocations.finish(relocation);
          if (!step.isLast) await this.relocations.step(relocation);
        },
      });
      if (step.isLast) return { moved: done };
      if (verdict === 'stop') return null;
    }
  }
}

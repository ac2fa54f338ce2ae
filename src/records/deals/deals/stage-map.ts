import type { PlacedStage } from '../pipelines/index.js';

/** The stages that writes of one call may be about. */
export class StageMap {
  private readonly byId: ReadonlyMap<string, PlacedStage>;

  /** @param stages of each pipeline in their order */
  constructor(private readonly stages: readonly PlacedStage[]) {
    this.byId = new Map(stages.map((stage) => [stage.id, stage]));
  }

  /** Removed ones too. */
  stage(id: string): PlacedStage | undefined {
    return this.byId.get(id);
  }

  /** The stages of a pipeline that are there; none of one that is not. */
  of(pipelineId: string): readonly PlacedStage[] {
    return this.stages.filter((stage) => stage.pipelineId === pipelineId && stage.isLive);
  }

  named(pipelineId: string, name: string): PlacedStage | undefined {
    const wanted = name.trim().toLowerCase();
    return this.of(pipelineId).find((stage) => stage.name.toLowerCase() === wanted);
  }

  /** Where deals of a pipeline begin. */
  first(pipelineId: string, kind: PlacedStage['kind'] = 'open'): PlacedStage | undefined {
    return this.of(pipelineId).find((stage) => stage.kind === kind);
  }

  get defaultPipelineId(): string | undefined {
    return this.stages.find(({ isDefault }) => isDefault)?.pipelineId;
  }
}

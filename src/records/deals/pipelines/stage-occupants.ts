import { Injectable } from '@nestjs/common';

/** What stands in stages, as whoever keeps it tells and moves it. */
export interface Occupants {
  /** How many are in each of these stages; those with none are left out. Deleted ones do not count. */
  count(stageIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Keeps those in these stages where they are until the transaction ends. @returns how many, at most `limit` */
  hold(stageIds: readonly string[], limit: number): Promise<number>;
  /** Holds those whom nobody else does, and waits for none. @returns whether it holds all */
  holdFree(stageIds: readonly string[]): Promise<boolean>;
  /**
   * Moves some to other stages, each with an event and its history; joins the open transaction.
   *
   * @param targets where those of each stage go, by its id
   * @returns how many were moved, at most `limit`
   */
  relocate(targets: ReadonlyMap<string, StagePlace>, limit: number): Promise<number>;
}

/** A stage of a pipeline. */
export interface StagePlace {
  readonly pipelineId: string;
  readonly stageId: string;
}

/** Who is in the stages: pipelines know of no deals, which themselves say so. */
@Injectable()
export class StageOccupants {
  private occupants: Occupants | undefined;

  use(occupants: Occupants): void {
    this.occupants = occupants;
  }

  async count(stageIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return stageIds.length === 0 ? new Map() : this.known.count(stageIds);
  }

  hold(stageIds: readonly string[], limit: number): Promise<number> {
    return this.known.hold(stageIds, limit);
  }

  holdFree(stageIds: readonly string[]): Promise<boolean> {
    return this.known.holdFree(stageIds);
  }

  relocate(targets: ReadonlyMap<string, StagePlace>, limit: number): Promise<number> {
    return this.known.relocate(targets, limit);
  }

  private get known(): Occupants {
    if (this.occupants === undefined) throw new Error('Nobody has said who is in the stages of pipelines');
    return this.occupants;
  }
}

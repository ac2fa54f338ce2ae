import type { StagePlace } from './stage-occupants.js';

/** The job kind that moves what is in stages that go away. */
export const RELOCATION = 'stage-removal';

/** What is in stages goes to others, and then the stage goes, or the pipeline. Plain data. */
export interface Relocation {
  readonly pipelineId: string;
  /** The stage that goes away; null for the whole pipeline. */
  readonly removes: string | null;
  /** Where deals go, by the stage that they are in. */
  readonly targets: Readonly<Record<string, StagePlace>>;
}

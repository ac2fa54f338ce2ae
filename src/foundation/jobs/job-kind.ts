/** What may be kept of a job as JSON. */
export type JobFacts = Readonly<Record<string, unknown>>;

export interface JobProgress {
  /** In the kind's own unit: rows, records. */
  readonly done: number;
  /** Null while it is not known. */
  readonly total: number | null;
}

/** One fault of one row of the input. Texts are cut to what the table keeps. */
export interface JobRowError {
  /** From 1. */
  readonly rowNumber: number;
  /** Of a table: what its header calls it. */
  readonly column?: string;
  readonly field: string | null;
  readonly code: string;
  readonly message: string;
  /** What was wrong, or the whole row, as it was given. */
  readonly excerpt?: string;
}

/** What became of one row of the input, so that it can be reverted. */
export interface JobRowRecord {
  /** From 1. */
  readonly rowNumber: number;
  /** `contact`. */
  readonly resource: string;
  readonly recordId: string;
  readonly outcome: 'created' | 'updated' | 'unchanged';
  /** Of the record after it. */
  readonly version: number | null;
}

/** What shows only when a step is done. */
export type JobOutcome = Pick<JobCommit, 'counts' | 'errors' | 'records'>;

/** What is written in one transaction, or not at all. */
export interface JobCommit {
  /** Where to go on after this; the next run begins with it. */
  readonly checkpoint: JobFacts;
  readonly progress: JobProgress;
  /** `{ created: 3, failed: 1 }`, all of the job so far; default as they were. */
  readonly counts?: Readonly<Record<string, number>>;
  readonly errors?: readonly JobRowError[];
  readonly records?: readonly JobRowRecord[];
  /** More to write in the same transaction. May run again after a rollback. */
  work?(): Promise<void>;
  /** The same of work that only shows then what came of it, which is written with the rest. */
  report?(): Promise<JobOutcome>;
}

/** What a run of a job sees of it. */
export interface JobRun {
  readonly id: string;
  readonly parameters: JobFacts;
  /** That of the last commit, of whichever process; null for a job that begins. */
  readonly checkpoint: JobFacts | null;
  readonly progress: JobProgress;
  readonly counts: Readonly<Record<string, number>>;
  /** Aborted when a long step is no use any more: the lease is lost, or the job is to stop. */
  readonly signal: AbortSignal;
  /**
   * Writes a step. Answers `stop` when the run is to return at once: it is cancelled, or goes on later, here or elsewhere.
   *
   * @throws {LeaseLostError} when another process has the job: nothing was written
   */
  commit(step: JobCommit): Promise<'go-on' | 'stop'>;
}

/** Which records are erased. */
export interface ErasedNames {
  /** Names of their types: `contact`. */
  readonly resources: ReadonlySet<string>;
  readonly ids: ReadonlySet<string>;
}

/** A job that may have a file. */
export interface HeldJob {
  readonly parameters: JobFacts;
  /** Null while it is at work. */
  readonly result: JobFacts | null;
}

/** What jobs of one kind do. */
export interface JobKind {
  /** `export`, `import`. */
  readonly name: string;
  /**
   * Goes on from the checkpoint. Runs as who asked for the job, with their rights of now.
   *
   * @returns what came of it; null when it was told to stop
   * @throws {DomainError} below 500 to fail for good, which the caller is told; anything else is tried again
   */
  run(job: JobRun): Promise<JobFacts | null>;
  /** Whether the file that a job was given may hold something of records of these types (`contact`). */
  isGiven?(parameters: JobFacts, resources: ReadonlySet<string>): boolean;
  /** Undoes what it did, step by step, from a checkpoint of its own; null when it was told to stop. */
  revert?(job: JobRun): Promise<JobFacts | null>;
  /**
   * Whether files of a job may hold something of records that are erased: they are removed, and one that is at work begins
   * anew.
   */
  holds?(job: HeldJob, erased: ErasedNames): boolean;
  /** Whether the caller may have the file that the job made, with the rights of now. @throws {DomainError} if not */
  checkReader?(parameters: JobFacts, result: JobFacts): Promise<void> | void;
}

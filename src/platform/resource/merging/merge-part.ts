import type { RecordEntity } from '../record.entity.js';

/** A merge that is being done or undone. */
export interface MergeGround {
  readonly mergeId: string;
  readonly survivorId: string;
  readonly loserIds: readonly string[];
}

/** A row that now belongs to the survivor, and to whom it belonged. */
export interface MovedRow {
  readonly rowId: string;
  readonly loserId: string;
}

export interface PartMove {
  readonly rows: readonly MovedRow[];
  /** Of the survivor, what follows from them. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** What stands beside records of a type and is no record itself: a room registers what a merge does to it. */
export interface MergePart {
  /** Of which records: `contact`. */
  readonly resource: string;
  /** What counts call it: `consents`. */
  readonly name: string;
  /** Gives the rows of the losers to the survivor, before any record is written. At most `limit`: more are refused after. */
  move(merge: MergeGround, limit: number): Promise<PartMove>;
  /** After all records are written. */
  settle?(merge: MergeGround, before: RecordEntity, after: RecordEntity): Promise<void>;
  /** Gives them back, as far as they are still there; after all records are as they were, and with them what `move` made of the survivor. */
  undo?(merge: MergeGround, rows: readonly MovedRow[]): Promise<void>;
}

import type { RecordView } from '../resource-descriptor.js';
import type { MergeDto } from './merge.dto.js';

export interface MergeResult extends MergeDto {
  /** The survivor as it is now. */
  readonly record: RecordView;
}

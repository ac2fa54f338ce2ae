import type { RecordLink } from '../resource/relations/record-link.js';
import type { ErasureDto } from './dto/erasure.dto.js';

export interface ErasureRequest {
  /** A record by itself, or a person with all that is held on them. */
  readonly scope: 'record' | 'person';
  /** What was asked to be erased. */
  readonly subject: RecordLink;
  /** All records that are known to go, the subject among them. */
  readonly records: readonly RecordLink[];
  /** See `ErasedBatch`. */
  readonly identifiers?: readonly string[];
  readonly reason?: string | null;
}

/** Port: erasing for good. Implemented by `reactions/privacy`. */
export abstract class Erasures {
  /**
   * Takes the records away at once, in the open transaction, and everything else that is held of them in a job behind it.
   * Whether the caller may, the caller of this has asked. While a request only tries out (`dryRun`) all of it is done here,
   * to be rolled back.
   */
  abstract begin(request: ErasureRequest): Promise<ErasureDto>;
}

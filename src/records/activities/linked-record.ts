import type { RecordLink } from '../../platform/resource/relations/record-link.js';
import type { RecordEntity } from '../../platform/resource/record.entity.js';

/** A record that is about others, of any type and any number. */
export interface LinkedRecord extends RecordEntity {
  links: RecordLink[];
}

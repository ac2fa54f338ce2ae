import { TextField } from '../../../platform/http/fields/text.field.js';

const MOST = 200;

/** Paths; null for what the job does not have, or not now. */
export class JobLinksDto {
  @TextField({ max: MOST })
  self!: string;

  @TextField({ max: MOST })
  events!: string;

  @TextField({ max: MOST })
  errors!: string;

  @TextField({ max: MOST, nullable: true })
  result!: string | null;

  @TextField({ max: MOST, nullable: true })
  cancel!: string | null;

  @TextField({ max: MOST, nullable: true })
  revert!: string | null;
}

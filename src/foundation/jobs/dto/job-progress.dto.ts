import { IntegerField } from '../../../platform/http/fields/integer.field.js';

const MOST = Number.MAX_SAFE_INTEGER;

export class JobProgressDto {
  @IntegerField({ min: 0, max: MOST })
  done!: number;

  @IntegerField({ min: 0, max: MOST, nullable: true, description: 'Null while it is not known' })
  total!: number | null;

  @IntegerField({ min: 0, max: 100, nullable: true })
  percent!: number | null;
}

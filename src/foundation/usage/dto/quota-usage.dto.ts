import { QUOTAS, type QuotaName } from '../../../platform/config/limits.config.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';

const ANY = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;

/** Something a plan holds only so much of. */
export class QuotaUsageDto {
  @EnumField(QUOTAS)
  name!: QuotaName;

  @IntegerField({ ...ANY, nullable: true, description: 'Null: as much as you like' })
  limit!: number | null;

  @IntegerField({ ...ANY, description: 'Records in the trash do not count' })
  used!: number;
}

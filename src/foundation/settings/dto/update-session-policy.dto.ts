import { IntegerField } from '../../../platform/http/fields/integer.field.js';

export class UpdateSessionPolicyDto {
  @IntegerField({ min: 1, max: 1_440, nullable: true, optional: true })
  accessTokenMinutes?: number | null;

  @IntegerField({ min: 1, max: 90, nullable: true, optional: true })
  refreshDays?: number | null;

  @IntegerField({ min: 1, max: 1_000, nullable: true, optional: true })
  maximumSessions?: number | null;
}

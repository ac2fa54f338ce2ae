import { IntegerField } from '../../../platform/http/fields/integer.field.js';

/** Of sessions in this tenant; null is what the installation says. */
export class SessionPolicyDto {
  @IntegerField({ min: 1, max: 1_440, nullable: true, description: 'Minutes that an access token lives' })
  accessTokenMinutes!: number | null;

  @IntegerField({ min: 1, max: 90, nullable: true, description: 'Days without a refresh that end a session' })
  refreshDays!: number | null;

  @IntegerField({
    min: 1,
    max: 1_000,
    nullable: true,
    description: 'Sessions of one person; with one more the oldest ends',
  })
  maximumSessions!: number | null;
}

import { IntegerField } from '../../../../platform/http/fields/integer.field.js';

/** One of the two. */
export class SlaWarningDto {
  @IntegerField({
    optional: true,
    nullable: true,
    min: 1,
    max: 99,
    description: 'Hundredths of the target that are left when it warns',
    example: 25,
  })
  percent?: number | null;

  @IntegerField({
    optional: true,
    nullable: true,
    min: 1,
    max: 525_600,
    description: 'Minutes of working time that are left when it warns',
    example: null,
  })
  minutes?: number | null;
}

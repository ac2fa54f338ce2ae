import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { DateField } from '../../../../platform/http/fields/date.field.js';
import { CURRENCY } from '../../../../platform/http/fields/text-checks.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { SalesInputDto } from '../../dto/sales-input.dto.js';

const OPTIONAL = { optional: true, nullable: true } as const;

/** On each day there is one active book of a currency and a segment at most. */
export class CreatePriceBookDto extends SalesInputDto {
  @TextField({ max: 200, example: 'Europe 2026' })
  name!: string;

  @TextField({ ...OPTIONAL, max: 10_000 })
  description?: string | null;

  @CheckedTextField(CURRENCY, {
    ...OPTIONAL,
    description: "The tenant's unless named; stays while it has entries",
  })
  currency?: string;

  @TextField({
    ...OPTIONAL,
    max: 100,
    description:
      'For companies whose custom field `segment` says so, in letters of any case; null for everyone',
    example: null,
  })
  segment?: string | null;

  @DateField({ ...OPTIONAL, description: 'The first day, in the time zone of the tenant; null: since ever' })
  validFrom?: string | null;

  @DateField({ ...OPTIONAL, description: 'The last day; null: without an end', example: null })
  validTo?: string | null;

  @BooleanField({ optional: true, description: 'false: no price is looked for in it' })
  active?: boolean;
}

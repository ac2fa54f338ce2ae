import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { FORECAST_CATEGORIES, type ForecastCategory, STAGE_KINDS, type StageKind } from '../stage.js';

export class CreateStageDto {
  @TextField({ min: 1, max: 100, example: 'Proposal' })
  name!: string;

  @EnumField(STAGE_KINDS, { optional: true, name: 'StageKind', description: 'Default: open' })
  kind?: StageKind;

  @IntegerField({
    optional: true,
    min: 0,
    max: 100,
    description: 'Percent; 100 where deals are won, 0 where they are lost. Default of open ones: 50',
  })
  probability?: number;

  @EnumField(FORECAST_CATEGORIES, {
    optional: true,
    name: 'ForecastCategory',
    description: 'Default: pipeline; closed where deals are won, omitted where they are lost',
  })
  forecastCategory?: ForecastCategory;

  @TextListField({
    optional: true,
    maxItems: 50,
    max: 100,
    description: 'Fields that a deal needs to enter: `amount`, `customFields.budget`',
    example: [],
  })
  requiredFields?: string[];

  @TextListField({
    optional: true,
    nullable: true,
    maxItems: 50,
    max: 100,
    description: 'Ids or names of the stages that a deal may go to from here; null: anywhere',
    example: null,
  })
  allowedMoves?: string[] | null;
}

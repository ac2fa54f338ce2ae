import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { FORECAST_CATEGORIES, type ForecastCategory, STAGE_KINDS, type StageKind } from '../stage.js';

export class StageDto {
  @IdField()
  id!: string;

  @TextField({ max: 100 })
  name!: string;

  @EnumField(STAGE_KINDS, { name: 'StageKind', description: 'What a deal is in it' })
  kind!: StageKind;

  @IntegerField({ min: 0, max: 100, description: 'Percent, of deals that say nothing themselves' })
  probability!: number;

  @EnumField(FORECAST_CATEGORIES, {
    name: 'ForecastCategory',
    description: 'Of deals that say nothing themselves',
  })
  forecastCategory!: ForecastCategory;

  @TextListField({ maxItems: 50, max: 100, description: 'Fields that a deal needs to enter' })
  requiredFields!: string[];

  @IdField({ nullable: true, maxItems: 50, description: 'Where a deal may go from here; null: anywhere' })
  allowedMoves!: string[] | null;
}

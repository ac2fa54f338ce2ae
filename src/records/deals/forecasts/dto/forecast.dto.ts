import { DateField } from '../../../../platform/http/fields/date.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { FORECAST_PERIODS, type ForecastPeriod } from '../forecast-periods.js';
import { FORECAST_GROUPS, type ForecastGroup } from '../forecast-query.js';
import { ForecastItemDto } from './forecast-item.dto.js';

export class ForecastDto {
  @EnumField(FORECAST_PERIODS, { name: 'ForecastPeriod' })
  period!: ForecastPeriod;

  @EnumField(FORECAST_GROUPS, { name: 'ForecastGroup', nullable: true })
  groupBy!: ForecastGroup | null;

  @DateField({ description: 'The first day of the first period' })
  from!: string;

  @DateField({ description: 'The last day of the last period' })
  to!: string;

  @TextField({ max: 64, description: 'In which deals are won on a day: that of the tenant' })
  timeZone!: string;

  @NestedField(() => ForecastItemDto, {
    list: true,
    maxItems: 60_000,
    description: 'Periods without deals and quota are left out',
  })
  items!: ForecastItemDto[];
}

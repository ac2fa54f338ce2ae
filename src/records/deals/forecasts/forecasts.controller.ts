import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../../../platform/http/route.js';
import { ForecastDto } from './dto/forecast.dto.js';
import { FORECAST_PARAMETERS } from './forecast-query.js';
import { ForecastsService } from './forecasts.service.js';

@ApiTags('Forecasts')
@Controller('forecasts')
export class ForecastsController {
  constructor(private readonly forecasts: ForecastsService) {}

  @Get()
  @Route({
    permission: 'deals:read',
    summary: 'What is likely to be sold by period, of the deals that you reach, against quotas',
    operationId: 'readForecast',
    response: ForecastDto,
    query: FORECAST_PARAMETERS,
    cost: 3,
  })
  read(@Query() query: Record<string, unknown>): Promise<ForecastDto> {
    return this.forecasts.read(query);
  }
}

import { Module } from '@nestjs/common';
import { ForecastDeals } from './forecast-deals.js';
import { ForecastQuotas } from './forecast-quotas.js';
import { ForecastsController } from './forecasts.controller.js';
import { ForecastsService } from './forecasts.service.js';

@Module({
  controllers: [ForecastsController],
  providers: [ForecastsService, ForecastDeals, ForecastQuotas],
})
export class ForecastsModule {}

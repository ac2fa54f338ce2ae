import { Controller, Get } from '@nestjs/common';
import { Route } from '../http/route.js';
import { Metrics } from './metrics.js';

const TEXT_EXPOSITION = 'text/plain; version=0.0.4; charset=utf-8';

@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Route({ permission: 'operator', summary: 'Figures for Prometheus', contentType: TEXT_EXPOSITION })
  expose(): Promise<string> {
    return this.metrics.expose();
  }
}

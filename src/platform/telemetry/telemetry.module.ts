import { Module } from '@nestjs/common';
import { TenantConnections } from '../database/tenant-connections.js';
import { JobQueues } from '../queue/job-queues.js';
import { Metrics } from './metrics.js';
import { MetricsController } from './metrics.controller.js';

function createMetrics(connections: TenantConnections, queues: JobQueues): Metrics {
  return new Metrics({
    tenantConnections: () => connections.size,
    queueStore: () => queues.store,
  });
}

@Module({
  controllers: [MetricsController],
  providers: [{ provide: Metrics, useFactory: createMetrics, inject: [TenantConnections, JobQueues] }],
})
export class TelemetryModule {}

import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds. From a read by id to the time-out of data processing. */
const DURATION_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What is read anew at each scrape. */
export interface MetricSources {
  /** Open and opening connections to tenant databases. */
  tenantConnections(): number;
  /** Which store carries the queues: `redis` or `postgres`. */
  queueStore(): string;
}

/** The figures of one process, for Prometheus. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly durations: Histogram<'method' | 'route' | 'status'>;

  constructor(sources: MetricSources) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.durations = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the request line to the end of the answer, by route pattern and class of status',
      labelNames: ['method', 'route', 'status'],
      buckets: DURATION_BUCKETS,
      registers,
    });
    new Gauge({
      name: 'crm_tenant_connections_open',
      help: 'Connections of this process to tenant databases, open and opening',
      registers,
      collect() {
        this.set(sources.tenantConnections());
      },
    });
    new Gauge({
      name: 'crm_queue_store_info',
      help: 'Which store carries the queues; always 1',
      labelNames: ['store'],
      registers,
      collect() {
        this.set({ store: sources.queueStore() }, 1);
      },
    });
  }

  /** @param route the pattern (`/api/leads/:id`), never a path with ids: each value is a time series. */
  observeRequest(method: string, route: string, status: number, milliseconds: number): void {
    this.durations.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, milliseconds / 1_000);
  }

  /** The text exposition format. */
  expose(): Promise<string> {
    return this.registry.metrics();
  }
}

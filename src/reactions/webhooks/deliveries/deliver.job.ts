import { Injectable } from '@nestjs/common';
import { WebhookConfig } from '../../../platform/config/webhook.config.js';
import { currentTenant } from '../../../platform/context/request-context.js';
import { errorLine } from '../../../platform/logging/error-line.js';
import { TenantSignals } from '../../../platform/journal/tenant-signals.js';
import { JobHost } from '../../../platform/queue/job-host.js';
import { TenantJob, type TenantJobData } from '../../../platform/queue/tenant-job.js';
import type { ClaimedDelivery, FinishedAttempt } from './claimed-delivery.js';
import { DeliveryAttempts } from './delivery-attempts.js';
import { DeliveryRunner } from './delivery-runner.js';
import { DeliverySlots } from './delivery-slots.js';
import { type Admission, DeliveryStore } from './delivery-store.js';
import { EndpointWatch } from './endpoint-watch.js';

export const DELIVERY_QUEUE = 'deliveries';
/** Looks for due deliveries at a time; what they find is sent outside of them. */
const LOOKS_AT_ONCE = 16;
const NOTHING: Admission = { deliveries: [], hasMore: undefined };

/** Takes what is due in a tenant. The job ends when it was taken: what is in flight is no longer the queue's matter. */
@Injectable()
export class DeliverJob extends TenantJob<TenantJobData> {
  private readonly runners = new Map<string, DeliveryRunner>();
  private looks = 0;

  constructor(
    host: JobHost,
    private readonly config: WebhookConfig,
    private readonly store: DeliveryStore,
    private readonly slots: DeliverySlots,
    private readonly attempts: DeliveryAttempts,
    private readonly watch: EndpointWatch,
    private readonly signals: TenantSignals,
  ) {
    super(DELIVERY_QUEUE, LOOKS_AT_ONCE, host);
  }

  /** One look waits at most, and one more when something falls due while it runs. */
  async enqueue(): Promise<void> {
    const tenantId = currentTenant().id;
    const period = this.host.queues.lockPeriod(this.host.clock.milliseconds());
    const deduplication = { id: `${tenantId}-${period}`, keepLastIfActive: true };
    const data = { tenantId, traceId: this.queue };
    await this.host.queues.add(this.queue, [{ name: this.queue, data, opts: { deduplication } }]);
  }

  /**
   * Takes what is due here and now, without the way through the queue, as long as this process has slots and is not at
   * too many looks already. A failure is no loss: what is due is found by the sweep.
   */
  begin(): void {
    const { id } = currentTenant();
    const isHere = !this.host.queues.stopping && this.slots.hasFree && this.looks < LOOKS_AT_ONCE;
    void (isHere ? this.look(id) : this.enqueue()).catch((error: unknown) =>
      this.logger.warn(`Deliveries of tenant ${id} wait for the sweep: ${errorLine(error)}`),
    );
  }

  protected handle({ tenantId }: TenantJobData): Promise<void> {
    return this.look(tenantId);
  }

  private async look(tenantId: string): Promise<void> {
    const runner = this.runners.get(tenantId) ?? this.newRunner();
    this.runners.set(tenantId, runner);
    this.looks += 1;
    try {
      await runner.poke();
    } finally {
      this.looks -= 1;
    }
  }

  protected override async settle(): Promise<void> {
    await Promise.all([...this.runners.values()].map((runner) => runner.stop()));
    this.runners.clear();
  }

  /** Runs in the context of the tenant, as all that it starts does. */
  private newRunner(): DeliveryRunner {
    const { id } = currentTenant();
    const runner = new DeliveryRunner({
      take: () => this.take(id),
      send: (delivery) => this.send(delivery, id),
      write: (finished) => this.write(finished),
      report: (error) => this.logger.warn(`Deliveries of tenant ${id}: ${errorLine(error)}`),
      onIdle: () => {
        if (this.runners.get(id) === runner) this.runners.delete(id);
      },
      patience: this.config.leaseMilliseconds,
    });
    return runner;
  }

  private async take(tenantId: string): Promise<Admission> {
    if (this.host.queues.stopping) {
      // Another process goes on.
      this.signals.wake();
      return NOTHING;
    }
    if ((await this.host.tenants.find(tenantId)) === undefined) return NOTHING;
    const grant = await this.slots.take(tenantId);
    if (grant.total === 0) return NOTHING;
    let admission = NOTHING;
    try {
      admission = await this.store.admit(this.host.clock.now(), grant);
    } finally {
      const lanes = admission.deliveries.map(({ lane }) => lane);
      this.slots.settle(tenantId, grant, lanes);
    }
    return admission;
  }

  private async send(delivery: ClaimedDelivery, tenantId: string): Promise<FinishedAttempt> {
    try {
      return await this.attempts.make(delivery);
    } finally {
      this.slots.release(tenantId, delivery.lane);
    }
  }

  private async write(finished: readonly FinishedAttempt[]): Promise<void> {
    const now = this.host.clock.now();
    const well = this.watch.wellAmong(finished);
    await this.store.finish(finished, well, now);
    await this.follow(finished, well, now);
  }

  /** What fails here is no reason to write the results again: the next look finds what is due. */
  private async follow(
    finished: readonly FinishedAttempt[],
    well: readonly string[],
    now: Date,
  ): Promise<void> {
    const retries = finished.flatMap(({ nextAttemptAt }) => (nextAttemptAt === null ? [] : [nextAttemptAt]));
    if (retries.length > 0) {
      const first = new Date(Math.min(...retries.map((time) => time.getTime())));
      await this.signals
        .dueAt(first)
        .catch((error: unknown) => this.logger.warn(`A retry is not announced: ${errorLine(error)}`));
    }
    await this.watch.learn(finished, well, now);
    // What waits behind a breaker that a test has just closed was not looked for when the test was taken.
    if (finished.some(({ isTest, status }) => isTest && status === 'succeeded')) this.signals.wake();
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import type { WebhookBench } from '../webhook-bench.js';

/** An answer that did not say the write is done. */
export interface Refusal {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Writers that create leads one after the other, whatever the answers. */
export class SteadyLoad {
  /** Ids of leads whose creation was answered with 201. */
  readonly acknowledged: string[] = [];
  readonly refusals: Refusal[] = [];
  /** Requests that got no answer at all. */
  unanswered = 0;
  /** Milliseconds of the longest request that was answered. */
  slowest = 0;
  private isRunning = true;
  private readonly writers: Promise<void>[];

  constructor(tenants: readonly WebhookBench[], writersPerTenant = 2, restMilliseconds = 40) {
    this.writers = tenants.flatMap((tenant) =>
      Array.from({ length: writersPerTenant }, () => this.write(tenant, restMilliseconds)),
    );
  }

  async stop(): Promise<void> {
    this.isRunning = false;
    await Promise.all(this.writers);
  }

  private async write(tenant: WebhookBench, restMilliseconds: number): Promise<void> {
    for (let count = 1; this.isRunning; count += 1) {
      const begin = Date.now();
      try {
        const answer = await tenant.api.post('/api/leads', { body: { lastName: `Lead ${count}` } });
        this.slowest = Math.max(this.slowest, Date.now() - begin);
        if (answer.status === 201) this.acknowledged.push(String(answer.body['id']));
        else this.refusals.push(answer);
      } catch {
        this.unanswered += 1;
      }
      await pause(restMilliseconds);
    }
  }
}

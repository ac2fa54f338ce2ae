import { Injectable, Logger } from '@nestjs/common';
import { errorLine } from '../../../platform/logging/error-line.js';
import { WebhookEndpointsService } from '../endpoints/index.js';
import type { FinishedAttempt } from './claimed-delivery.js';
import type { AttemptTally } from './endpoint-health.js';
import { EndpointHealthStore, type EndpointVerdict } from './endpoint-health-store.js';
import { EndpointNotices } from './endpoint-notices.js';

/** Learns from attempts how endpoints are, and takes those out of service that are gone or have failed for too long. */
@Injectable()
export class EndpointWatch {
  private readonly logger = new Logger(EndpointWatch.name);

  constructor(
    private readonly health: EndpointHealthStore,
    private readonly endpoints: WebhookEndpointsService,
    private readonly notices: EndpointNotices,
  ) {}

  /** Endpoints that were well and stayed so. */
  wellAmong(finished: readonly FinishedAttempt[]): string[] {
    const unwell = new Set(
      finished
        .filter(({ isWell, status }) => !isWell || status === 'failed' || status === 'pending')
        .map(({ endpointId }) => endpointId),
    );
    return [...new Set(finished.map(({ endpointId }) => endpointId))].filter((id) => !unwell.has(id));
  }

  /** Never throws: what is not learned now is learned at the next attempt. */
  async learn(finished: readonly FinishedAttempt[], well: readonly string[], now: Date): Promise<void> {
    try {
      const verdicts = await this.health.note(talliesOf(finished, well), now);
      for (const verdict of verdicts) await this.act(verdict);
      const gone = new Set(finished.filter(({ isGone }) => isGone).map(({ endpointId }) => endpointId));
      for (const id of gone) await this.endpoints.disable(id, 'The endpoint answered 410 Gone');
    } catch (error) {
      this.logger.warn(`After deliveries: ${errorLine(error)}`);
    }
  }

  private async act({ endpointId, verdict, failingSince }: EndpointVerdict): Promise<void> {
    if (verdict === 'none' || failingSince === null) return;
    await this.notices.send(endpointId, verdict, failingSince);
    if (verdict === 'warn') return;
    await this.endpoints.disable(endpointId, `No delivery has succeeded since ${failingSince.toISOString()}`);
  }
}

function talliesOf(
  finished: readonly FinishedAttempt[],
  well: readonly string[],
): ReadonlyMap<string, AttemptTally> {
  const tallies = new Map<string, AttemptTally>();
  for (const { endpointId, status, isTest } of finished) {
    if (status === 'cancelled' || well.includes(endpointId)) continue;
    const before = tallies.get(endpointId) ?? { successes: 0, failures: 0 };
    const { successes, failures } = before;
    const hasSucceeded = status === 'succeeded';
    tallies.set(endpointId, {
      successes: successes + (hasSucceeded ? 1 : 0),
      failures: failures + (hasSucceeded ? 0 : 1),
      isTestedWell: before.isTestedWell === true || (isTest && hasSucceeded),
    });
  }
  return tallies;
}

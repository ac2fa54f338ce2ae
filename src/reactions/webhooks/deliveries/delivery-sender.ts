import { Injectable, Logger } from '@nestjs/common';
import { OutboundHttpClient, type OutboundResult } from '../../../platform/http/outbound/index.js';
import { errorLine } from '../../../platform/logging/error-line.js';
import { EndpointVault, PING_EVENT, SubscriptionFilters, Subscriptions } from '../endpoints/index.js';
import { DeliveryRights } from './delivery-rights.js';
import type { ClaimedDelivery } from './claimed-delivery.js';
import { steadyHeaders, WebhookBodies } from './webhook-bodies.js';
import { signWebhook } from './webhook-signature.js';

/** Makes the request of a delivery, with what its endpoint's owner may see, and sends it. */
@Injectable()
export class DeliverySender {
  private readonly logger = new Logger(DeliverySender.name);

  constructor(
    private readonly vault: EndpointVault,
    private readonly subscriptions: Subscriptions,
    private readonly filters: SubscriptionFilters,
    private readonly rights: DeliveryRights,
    private readonly client: OutboundHttpClient,
    private readonly bodies: WebhookBodies,
  ) {}

  /**
   * A delivery that cannot even be made (its secret's key is gone) is a failed attempt like any other.
   *
   * @returns undefined when the owner may not see the record, or not filter by what the endpoint filters by: nothing was
   *   sent
   */
  async send(delivery: ClaimedDelivery, startedAt: Date): Promise<OutboundResult | undefined> {
    try {
      const hidden = await this.rights.hiddenFields(delivery);
      if (hidden === undefined || !(await this.isFilterPermitted(delivery))) return undefined;
      return await this.post(delivery, hidden, startedAt);
    } catch (error) {
      this.logger.error(`Delivery ${delivery.id} could not be made: ${errorLine(error)}`);
      return { kind: 'failure', reason: 'invalid-request', code: null, status: null, durationMs: 0 };
    }
  }

  private async isFilterPermitted({ endpointId, owner, event }: ClaimedDelivery): Promise<boolean> {
    if (event.type === PING_EVENT) return true;
    const filter = await this.subscriptions.filterOf(endpointId);
    return filter === null || (await this.filters.isPermitted({ filter, owner }, event.resource));
  }

  private post(
    delivery: ClaimedDelivery,
    hidden: ReadonlySet<string>,
    startedAt: Date,
  ): Promise<OutboundResult> {
    const { event, endpointId } = delivery;
    const body = this.bodies.of(delivery, hidden);
    const signature = signWebhook({
      secrets: this.vault.openSecrets(delivery, startedAt),
      id: event.id,
      timestampSeconds: Math.floor(startedAt.getTime() / 1_000),
      body,
    });
    // The endpoint's own first: none of them replaces what the product says.
    const headers = {
      ...this.vault.openHeaders(endpointId, delivery.sealedHeaders),
      ...steadyHeaders(event),
      'x-webhook-attempt': String(delivery.attempt),
      ...signature,
    };
    return this.client.post({ url: delivery.url, headers, body });
  }
}

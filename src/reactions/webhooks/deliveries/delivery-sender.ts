import { Injectable, Logger } from '@nestjs/common';
import { currentTenant } from '../../../platform/context/request-context.js';
import { OutboundHttpClient, type OutboundResult } from '../../../platform/http/outbound/index.js';
import { errorLine } from '../../../platform/logging/error-line.js';
import { WebhookEndpointsService } from '../endpoints/index.js';
import { DeliveryRights } from './delivery-rights.js';
import type { ClaimedDelivery } from './claimed-delivery.js';
import { webhookBody } from './webhook-body.js';
import { signWebhook } from './webhook-signature.js';

/** Makes the request of a delivery, with what its endpoint's owner may see, and sends it. */
@Injectable()
export class DeliverySender {
  private readonly logger = new Logger(DeliverySender.name);

  constructor(
    private readonly endpoints: WebhookEndpointsService,
    private readonly rights: DeliveryRights,
    private readonly client: OutboundHttpClient,
  ) {}

  /**
   * A delivery that cannot even be made (its secret's key is gone) is a failed attempt like any other.
   *
   * @returns undefined when the owner may not see the record: nothing was sent
   */
  async send(delivery: ClaimedDelivery, startedAt: Date): Promise<OutboundResult | undefined> {
    try {
      const hidden = await this.rights.hiddenFields(delivery);
      return hidden === undefined ? undefined : await this.post(delivery, hidden, startedAt);
    } catch (error) {
      this.logger.error(`Delivery ${delivery.id} could not be made: ${errorLine(error)}`);
      return { kind: 'failure', reason: 'invalid-request', code: null, status: null, durationMs: 0 };
    }
  }

  private post(
    delivery: ClaimedDelivery,
    hidden: ReadonlySet<string>,
    startedAt: Date,
  ): Promise<OutboundResult> {
    const body = webhookBody(delivery.event, currentTenant().id, hidden);
    const signature = signWebhook({
      secrets: [this.endpoints.openSecret(delivery.endpointId, delivery.sealedSecret)],
      id: delivery.event.id,
      timestampSeconds: Math.floor(startedAt.getTime() / 1_000),
      body,
    });
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'CRM-Webhooks/1',
      'x-webhook-event': delivery.event.type,
      'x-webhook-attempt': String(delivery.attempt),
      ...signature,
    };
    return this.client.post({ url: delivery.url, headers, body });
  }
}

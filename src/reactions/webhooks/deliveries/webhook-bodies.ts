import { Injectable } from '@nestjs/common';
import { MailConfig } from '../../../platform/config/mail.config.js';
import { currentTenant } from '../../../platform/context/request-context.js';
import { PING_EVENT } from '../endpoints/index.js';
import type { ClaimedDelivery } from './claimed-delivery.js';
import { webhookBody } from './webhook-body.js';

/** The bodies of the current tenant's deliveries: those that are sent, and those that are shown afterwards. */
@Injectable()
export class WebhookBodies {
  constructor(private readonly config: MailConfig) {}

  /** @param hidden what the endpoint's owner may not see */
  of({ event, fields }: Pick<ClaimedDelivery, 'event' | 'fields'>, hidden: ReadonlySet<string>): Buffer {
    // A test is about no record.
    const chosen = event.type === PING_EVENT ? null : fields;
    const shape = { hidden, fields: chosen === null ? undefined : new Set(chosen) };
    return webhookBody(event, shape, { tenantId: currentTenant().id, publicUrl: this.config.publicUrl });
  }
}

/** What the requests of a delivery say alike at every attempt, besides the headers of its endpoint. */
export function steadyHeaders({
  id,
  type,
}: Pick<ClaimedDelivery['event'], 'id' | 'type'>): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'CRM-Webhooks/1',
    'webhook-id': id,
    'x-webhook-id': id,
    'x-webhook-event': type,
  };
}

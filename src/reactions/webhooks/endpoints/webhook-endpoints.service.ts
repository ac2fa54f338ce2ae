import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { NotFoundError, ValidationError } from '../../../kernel/errors.js';
import { currentActor, currentTenant } from '../../../platform/context/request-context.js';
import { SecretBox } from '../../../platform/crypto/index.js';
import { UrlAdmission } from '../../../platform/http/outbound/index.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordWrite } from '../../../platform/resource/record-write.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import { subscribableEvents } from './event-names.js';
import type { WebhookEndpoint } from './webhook-endpoint.entity.js';
import { WebhookQuota } from './webhook-quota.js';
import { webhookResource } from './webhook.policy.js';
import { generateWebhookSecret } from './webhook-secret.js';

/** An endpoint as the fan-out needs it. */
export interface Subscription {
  readonly id: string;
  readonly events: readonly string[];
}

@Injectable()
export class WebhookEndpointsService extends ResourceService<WebhookEndpoint> {
  constructor(
    foundation: RecordFoundation,
    private readonly quota: WebhookQuota,
    private readonly box: SecretBox,
    private readonly admission: UrlAdmission,
  ) {
    super(webhookResource, foundation);
  }

  /** Like `create`, and shows the secret, this once. */
  async createWithSecret(input: Partial<WebhookEndpoint>): Promise<RecordView & { secret: string }> {
    const view = await this.create(input);
    const { sealedSecret } = await this.find(view.id, 'create');
    const subject = { resource: webhookResource.name, id: view.id };
    await this.foundation.audit.record({ action: 'webhook.secret-shown', subject });
    return { ...view, secret: this.openSecret(view.id, sealedSecret) };
  }

  openSecret(endpointId: string, sealedSecret: string): string {
    return this.box.open(sealedSecret, bindingOf(endpointId));
  }

  /** Enabled endpoints of the current tenant. */
  listSubscriptions(): Promise<Subscription[]> {
    return this.foundation.database.query<Subscription>({
      name: 'webhook-subscriptions',
      text: 'SELECT id, events FROM webhook_endpoints WHERE enabled AND deleted_at IS NULL',
    });
  }

  /** Idempotent: an endpoint that is disabled or gone stays as it is. */
  async disable(endpointId: string, reason: string): Promise<void> {
    await this.foundation.journal.prepare();
    await this.write(async () => {
      const before = await this.find(endpointId, 'update', { lock: true }).catch(undefinedWhenGone);
      if (before?.enabled !== true) return;
      const fields = { enabled: false, disabledReason: reason };
      await this.save('disabled', before, fields, { enabled: { old: true, new: false } });
    });
  }

  protected override complete(draft: WebhookEndpoint): void {
    Object.assign(draft, rightsOfCaller());
    draft.sealedSecret = this.box.seal(generateWebhookSecret(), bindingOf(draft.id));
  }

  /**
   * Who says where what goes gives it their rights, and an endpoint that is enabled again has no reason to be disabled:
   * here, for PATCH and PUT alike.
   */
  protected override async examine(writes: readonly RecordWrite<WebhookEndpoint>[]): Promise<void> {
    for (const { verb, before, after } of writes) {
      if (verb === 'created' || verb === 'restored') await this.quota.refuseSurplus();
      if (verb !== 'updated' || before === undefined) continue;
      const isRedirected = after.url !== before.url || !isDeepStrictEqual(after.events, before.events);
      if (isRedirected) Object.assign(after, rightsOfCaller());
      if (after.enabled && !before.enabled) after.disabledReason = null;
    }
  }

  protected override async check(after: WebhookEndpoint, before: WebhookEndpoint | undefined): Promise<void> {
    this.checkEvents(after.events);
    if (after.url === before?.url) return;
    const verdict = await this.admission.check(after.url);
    if (!verdict.ok) throw new ValidationError([{ field: 'url', message: verdict.reason }]);
  }

  private checkEvents(events: readonly string[]): void {
    if (events.length === 0)
      throw new ValidationError([{ field: 'events', message: 'must name at least one event' }]);
    const known = subscribableEvents(this.foundation.registry);
    const unknown = events.find((event) => !known.includes(event));
    if (unknown === undefined) return;
    const message = `must be an event or a pattern of ${known.join(', ')}`;
    throw new ValidationError([{ field: `events.${events.indexOf(unknown)}`, message }]);
  }
}

/** Else who may change an endpoint could point it at themselves and read what its maker may read. */
function rightsOfCaller(): Pick<WebhookEndpoint, 'rightsUserId' | 'rightsApiKeyId'> {
  const { id, apiKeyId } = currentActor();
  return { rightsUserId: id, rightsApiKeyId: apiKeyId ?? null };
}

function undefinedWhenGone(error: unknown): undefined {
  if (error instanceof NotFoundError) return undefined;
  throw error;
}

/** What a sealed secret is bound to: it opens for this tenant's endpoint only. */
function bindingOf(endpointId: string): string {
  return `webhook:${currentTenant().id}:${endpointId}`;
}

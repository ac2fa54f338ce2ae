import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../../../kernel/errors.js';
import { currentActor } from '../../../platform/context/request-context.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import type { WriteOptions } from '../../../platform/resource/writes/write-options.js';
import { EndpointRules } from './endpoint-rules.js';
import { EndpointVault, liveSecrets } from './endpoint-vault.js';
import { withMaskedHeaders } from './masked-conflict.js';
import { rotated, secretsOf } from './secret-rotation.js';
import type { WebhookEndpoint } from './webhook-endpoint.entity.js';
import { WebhookQuota } from './webhook-quota.js';
import { webhookResource } from './webhook.policy.js';
import { generateWebhookSecret } from './webhook-secret.js';

/** What was learned while it failed says nothing of an endpoint that somebody has enabled again. */
const FORGET_HEALTH = 'DELETE FROM webhook_endpoint_health WHERE endpoint_id = ANY ($1::uuid[])';

@Injectable()
export class WebhookEndpointsService extends ResourceService<WebhookEndpoint> {
  constructor(
    foundation: RecordFoundation,
    private readonly quota: WebhookQuota,
    private readonly vault: EndpointVault,
    private readonly rules: EndpointRules,
  ) {
    super(webhookResource, foundation);
  }

  /** Like `create`, and shows the secret, this once. */
  async createWithSecret(input: Partial<WebhookEndpoint>): Promise<RecordView & { secret: string }> {
    const view = await this.create(input);
    const [secret] = this.vault.openSecrets(
      { ...(await this.find(view.id, 'create')), endpointId: view.id },
      this.foundation.clock.now(),
    );
    return this.showSecret(view, secret);
  }

  /**
   * A new secret, shown this once; the one before signs as well until the overlap is over.
   *
   * @param overlapHours 0 ends every former one at once
   * @throws {NotFoundError} · {TooManySecretsError} 409
   */
  async rotateSecret(id: string, overlapHours: number): Promise<RecordView & { secret: string }> {
    await this.foundation.journal.prepare();
    return this.write(async () => {
      const before = await this.find(id, 'update', { lock: true });
      const secret = generateWebhookSecret();
      const sealed = this.vault.sealSecret(id, secret);
      const fields = rotated(before, sealed, overlapHours, this.foundation.clock.now());
      const { secretRotatedAt, previousSecretsExpireAt } = fields;
      const after = await this.save('secret-rotated', before, fields, {
        secretRotatedAt: { old: before.secretRotatedAt, new: secretRotatedAt },
        previousSecretsExpireAt: { old: before.previousSecretsExpireAt, new: previousSecretsExpireAt },
      });
      return this.showSecret(this.view(after), secret);
    });
  }

  override update(id: string, input: Partial<WebhookEndpoint>, options?: WriteOptions): Promise<RecordView> {
    return withMaskedHeaders(super.update(id, input, options));
  }

  override replace(id: string, input: Partial<WebhookEndpoint>, options?: WriteOptions): Promise<RecordView> {
    return withMaskedHeaders(super.replace(id, input, options));
  }

  enable(id: string): Promise<RecordView> {
    return this.update(id, { enabled: true });
  }

  /** Idempotent. @param reason null where none was given @throws {NotFoundError} */
  async switchOff(id: string, reason: string | null): Promise<RecordView> {
    await this.foundation.journal.prepare();
    return this.write(async () => {
      const before = await this.find(id, 'update', { lock: true });
      if (!before.enabled) return this.view(before);
      const fields = { enabled: false, disabledReason: reason };
      return this.view(await this.save('disabled', before, fields, { enabled: { old: true, new: false } }));
    });
  }

  /** What the product itself does; an endpoint that is gone stays as it is. */
  async disable(endpointId: string, reason: string): Promise<void> {
    try {
      await this.switchOff(endpointId, reason);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
    }
  }

  protected override complete(draft: WebhookEndpoint): void {
    Object.assign(draft, rightsOfCaller());
    draft.sealedSecret = this.vault.sealSecret(draft.id, generateWebhookSecret());
  }

  /**
   * Who says what goes where gives it their rights, and an endpoint that is enabled again has no reason to be disabled:
   * here, for PATCH and PUT alike.
   */
  protected override async examine(writes: readonly RecordWrite<WebhookEndpoint>[]): Promise<void> {
    for (const { verb, before, after } of writes) {
      if (verb === 'created' || verb === 'restored') await this.quota.refuseSurplus();
      if (before === undefined) continue;
      Object.assign(after, secretsOf(liveSecrets(before.previousSecrets, this.foundation.clock.now())));
      if (verb !== 'updated') continue;
      if (isRedirected(after, before)) Object.assign(after, rightsOfCaller());
      if (after.enabled && !before.enabled) after.disabledReason = null;
    }
  }

  protected override async check(after: WebhookEndpoint, before: WebhookEndpoint | undefined): Promise<void> {
    const isNew = (field: keyof WebhookEndpoint): boolean =>
      !isDeepStrictEqual(after[field], before?.[field]);
    if (isNew('events')) this.rules.checkEvents(after.events);
    if (isNew('events') || isNew('fields')) this.rules.checkFields(after);
    if (isNew('events') || isNew('filter')) await this.rules.checkFilter(after);
    if (isNew('headers'))
      Object.assign(after, this.vault.sealHeaders(after.id, after.headers, before?.sealedHeaders ?? null));
    if (isNew('url')) after.url = await this.rules.admittedUrl(after.url);
  }

  protected override async follow(writes: readonly RecordWrite<WebhookEndpoint>[]): Promise<void> {
    const enabled = writes.filter(({ before, after, verb }) => {
      return after.enabled && before !== undefined && (!before.enabled || verb === 'restored');
    });
    if (enabled.length === 0) return;
    const ids = enabled.map(({ after }) => after.id);
    await this.foundation.database.execute({ text: FORGET_HEALTH, values: [ids] });
  }

  private async showSecret(view: RecordView, secret: string): Promise<RecordView & { secret: string }> {
    const subject = { resource: webhookResource.name, id: view.id };
    await this.foundation.audit.record({ action: 'webhook.secret-shown', subject });
    return { ...view, secret };
  }
}

/** Else who may change an endpoint could point it at themselves and read what its maker may read. */
function rightsOfCaller(): Pick<WebhookEndpoint, 'rightsUserId' | 'rightsApiKeyId'> {
  const { id, apiKeyId } = currentActor();
  return { rightsUserId: id, rightsApiKeyId: apiKeyId ?? null };
}

/** A filter tells its writer something of every record: whether it was sent. */
function isRedirected(after: WebhookEndpoint, before: WebhookEndpoint): boolean {
  return (['url', 'events', 'filter'] as const).some(
    (field) => !isDeepStrictEqual(after[field], before[field]),
  );
}

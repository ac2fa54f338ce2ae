import { boolean, dateTime, number, text, textList } from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { CreateWebhookDto } from './dto/create-webhook.dto.js';
import { UpdateWebhookDto } from './dto/update-webhook.dto.js';
import { WebhookDto } from './dto/webhook.dto.js';
import { WebhookEndpoint } from './webhook-endpoint.entity.js';

const policy = listPolicy(WebhookEndpoint, {
  filters: {
    url: text,
    events: textList,
    enabled: boolean,
    description: text,
    rateLimit: number,
    secretRotatedAt: dateTime,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  sorts: ['id', 'createdAt', 'updatedAt', 'url'],
  defaultSort: { field: 'createdAt', order: 'desc' },
  search: ['url', 'description'],
});

export const webhookResource: ResourceDescriptor<WebhookEndpoint> = {
  name: 'webhook',
  plural: 'webhooks',
  entity: WebhookEndpoint,
  dto: WebhookDto,
  createDto: CreateWebhookDto,
  updateDto: UpdateWebhookDto,
  policy,
  defaults: { enabled: true, headers: {}, previousSecrets: [], previousSecretsExpireAt: [] },
  internalFields: ['sealedSecret', 'previousSecrets', 'sealedHeaders', 'rightsUserId', 'rightsApiKeyId'],
  administrative: true,
  // Addresses of webhooks often carry a credential.
  sensitive: true,
  bulk: false,
  published: false,
  announces: ['disabled'],
};

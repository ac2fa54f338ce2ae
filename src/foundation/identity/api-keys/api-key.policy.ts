import { dateTime, id, text } from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { ApiKey } from './api-key.entity.js';
import { ApiKeyDto } from './dto/api-key.dto.js';
import { CreateApiKeyDto } from './dto/create-api-key.dto.js';
import { UpdateApiKeyDto } from './dto/update-api-key.dto.js';

const policy = listPolicy(ApiKey, {
  filters: {
    name: text,
    userId: id,
    prefix: text,
    externalId: text,
    expiresAt: dateTime,
    lastUsedAt: dateTime,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  sorts: ['id', 'name', 'createdAt', 'updatedAt', 'expiresAt', 'lastUsedAt'],
  defaultSort: { field: 'createdAt', order: 'desc' },
  search: ['name', 'prefix'],
});

export const apiKeyResource: ResourceDescriptor<ApiKey> = {
  name: 'api-key',
  plural: 'api-keys',
  entity: ApiKey,
  dto: ApiKeyDto,
  createDto: CreateApiKeyDto,
  updateDto: UpdateApiKeyDto,
  policy,
  defaults: { fieldRules: {}, allowedAddresses: [] },
  administrative: true,
  bulk: false,
  dryRun: false,
  published: false,
};

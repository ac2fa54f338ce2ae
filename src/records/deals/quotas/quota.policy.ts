import {
  date,
  dateTime,
  id,
  number,
  oneOf,
  text,
  textList,
} from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { CreateQuotaDto } from './dto/create-quota.dto.js';
import { QuotaDto } from './dto/quota.dto.js';
import { UpdateQuotaDto } from './dto/update-quota.dto.js';
import { Quota, QUOTA_PERIODS } from './quota.entity.js';

const policy = listPolicy(Quota, {
  filters: {
    teamId: id,
    pipelineId: id,
    period: oneOf(QUOTA_PERIODS),
    startsOn: date,
    amount: number,
    currency: text,
    externalId: text,
    tags: textList,
    ownerId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  aliases: { tag: 'tags' },
  sorts: ['id', 'startsOn', 'amount', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'startsOn', order: 'asc' },
  search: [],
});

export const quotaResource: ResourceDescriptor<Quota> = {
  name: 'quota',
  plural: 'quotas',
  entity: Quota,
  dto: QuotaDto,
  createDto: CreateQuotaDto,
  updateDto: UpdateQuotaDto,
  policy,
  defaults: {},
  references: { ownerId: 'user', teamId: 'team', pipelineId: 'pipeline' },
  published: true,
};

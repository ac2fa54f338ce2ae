import {
  boolean,
  dateTime,
  id,
  number,
  text,
  textList,
} from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { CreateSlaPolicyDto } from './dto/create-sla-policy.dto.js';
import { SlaPolicyDto } from './dto/sla-policy.dto.js';
import { UpdateSlaPolicyDto } from './dto/update-sla-policy.dto.js';
import { SlaPolicy } from './sla-policy.entity.js';

const policy = listPolicy(SlaPolicy, {
  filters: {
    name: text,
    resource: text,
    position: number,
    active: boolean,
    businessHoursId: id,
    externalId: text,
    tags: textList,
    ownerId: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  aliases: { tag: 'tags' },
  sorts: ['id', 'name', 'position', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'position', order: 'asc' },
  search: ['name', 'description'],
});

export const slaPolicyResource: ResourceDescriptor<SlaPolicy> = {
  name: 'sla-policy',
  plural: 'sla-policies',
  entity: SlaPolicy,
  dto: SlaPolicyDto,
  createDto: CreateSlaPolicyDto,
  updateDto: UpdateSlaPolicyDto,
  policy,
  defaults: { active: true, position: 0, escalations: [] },
  internalFields: ['rightsUserId', 'rightsApiKeyId'],
  references: { ownerId: 'user', businessHoursId: 'business-hours-calendar' },
  administrative: true,
  bulk: false,
  published: false,
};

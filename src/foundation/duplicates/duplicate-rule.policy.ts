import { boolean, dateTime, oneOf, text } from '../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../platform/resource/resource-descriptor.js';
import { DUPLICATE_ACTIONS, DuplicateRule } from './duplicate-rule.entity.js';
import { CreateDuplicateRuleDto } from './dto/create-duplicate-rule.dto.js';
import { DuplicateRuleDto } from './dto/duplicate-rule.dto.js';
import { UpdateDuplicateRuleDto } from './dto/update-duplicate-rule.dto.js';

const policy = listPolicy(DuplicateRule, {
  filters: {
    name: text,
    resource: text,
    enabled: boolean,
    action: oneOf(DUPLICATE_ACTIONS),
    externalId: text,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  sorts: ['id', 'name', 'resource', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'createdAt', order: 'asc' },
  search: ['name'],
});

export const duplicateRuleResource: ResourceDescriptor<DuplicateRule> = {
  name: 'duplicate-rule',
  plural: 'duplicate-rules',
  entity: DuplicateRule,
  dto: DuplicateRuleDto,
  createDto: CreateDuplicateRuleDto,
  updateDto: UpdateDuplicateRuleDto,
  policy,
  defaults: { enabled: true, action: 'report' },
  references: { ownerId: 'user' },
  administrative: true,
  published: false,
};

import { boolean, dateTime, id, number, text } from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { AssignmentRule } from './assignment-rule.entity.js';
import { AssignmentRuleDto } from './dto/assignment-rule.dto.js';
import { CreateAssignmentRuleDto } from './dto/create-assignment-rule.dto.js';
import { UpdateAssignmentRuleDto } from './dto/update-assignment-rule.dto.js';

const policy = listPolicy(AssignmentRule, {
  filters: {
    name: text,
    enabled: boolean,
    position: number,
    teamId: id,
    externalId: text,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  sorts: ['id', 'position', 'name', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'position', order: 'asc' },
  search: ['name'],
});

export const assignmentRuleResource: ResourceDescriptor<AssignmentRule> = {
  name: 'assignment-rule',
  plural: 'assignment-rules',
  entity: AssignmentRule,
  dto: AssignmentRuleDto,
  createDto: CreateAssignmentRuleDto,
  updateDto: UpdateAssignmentRuleDto,
  policy,
  defaults: { enabled: true, position: 0, strategy: 'round-robin', conditions: [], userIds: [] },
  references: { ownerId: 'user', teamId: 'team' },
  administrative: true,
  published: false,
};

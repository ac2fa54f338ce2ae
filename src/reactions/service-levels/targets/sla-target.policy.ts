import { dateTime, id, number, oneOf, text } from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { SLA_METRICS } from '../policies/index.js';
import { SlaTargetDto } from './dto/sla-target.dto.js';
import { SlaTargetInputDto } from './dto/sla-target-input.dto.js';
import { SlaTarget } from './sla-target.entity.js';
import { SLA_TARGET_STATES } from './sla-target-states.js';

const policy = listPolicy(SlaTarget, {
  filters: {
    resource: text,
    recordId: id,
    metric: oneOf(SLA_METRICS),
    policyId: id,
    priority: text,
    state: oneOf(SLA_TARGET_STATES),
    ownerId: id,
    targetSeconds: number,
    usedSeconds: number,
    startedAt: dateTime,
    pausedSince: dateTime,
    dueAt: dateTime,
    warnsAt: dateTime,
    warnedAt: dateTime,
    breachedAt: dateTime,
    metAt: dateTime,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  sorts: ['id', 'startedAt', 'dueAt', 'breachedAt', 'metAt', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'createdAt', order: 'desc' },
  search: [],
});

export const slaTargetResource: ResourceDescriptor<SlaTarget> = {
  name: 'sla-target',
  plural: 'sla-targets',
  entity: SlaTarget,
  dto: SlaTargetDto,
  createDto: SlaTargetInputDto,
  updateDto: SlaTargetInputDto,
  policy,
  title: ['name'],
  defaults: {},
  internalFields: ['escalated'],
  references: { ownerId: 'user', policyId: 'sla-policy' },
  notifies: [{ kind: 'due', to: 'notifiedUserIds', verbs: ['escalated'] }],
  bulk: false,
  readOnly: true,
  within: true,
  published: false,
  announces: ['created', 'updated', 'warned', 'breached', 'met', 'escalated', 'deleted', 'erased'],
};

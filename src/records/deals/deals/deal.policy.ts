import {
  dateTime,
  id,
  number,
  oneOf,
  text,
  textList,
} from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { AMOUNT_SOURCES, Deal, DEAL_FORECAST_CATEGORIES, DEAL_STATUSES } from './deal.entity.js';
import { CreateDealDto } from './dto/create-deal.dto.js';
import { DealDto } from './dto/deal.dto.js';
import { UpdateDealDto } from './dto/update-deal.dto.js';

const policy = listPolicy(Deal, {
  filters: {
    name: text,
    pipelineId: id,
    stageId: id,
    status: oneOf(DEAL_STATUSES),
    amount: number,
    amountSource: oneOf(AMOUNT_SOURCES),
    currency: text,
    probability: number,
    forecastCategory: oneOf(DEAL_FORECAST_CATEGORIES),
    expectedCloseDate: dateTime,
    closedAt: dateTime,
    closeReason: text,
    stageEnteredAt: dateTime,
    companyId: id,
    contactIds: textList,
    primaryContactId: id,
    source: text,
    leadId: id,
    lastContactAt: dateTime,
    externalId: text,
    tags: textList,
    ownerId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  aliases: { tag: 'tags', contactId: 'contactIds' },
  sorts: [
    'id',
    'createdAt',
    'updatedAt',
    'name',
    'amount',
    'probability',
    'expectedCloseDate',
    'closedAt',
    'stageEnteredAt',
    'lastContactAt',
  ],
  defaultSort: { field: 'createdAt', order: 'desc' },
  search: ['name', 'description'],
});

export const dealResource: ResourceDescriptor<Deal> = {
  name: 'deal',
  verbs: ['stage-changed', 'won', 'lost', 'reopened'],
  plural: 'deals',
  alsoAt: ['opportunities'],
  entity: Deal,
  dto: DealDto,
  createDto: CreateDealDto,
  updateDto: UpdateDealDto,
  policy,
  title: ['name'],
  defaults: { amountSource: 'entered', contacts: [], contactIds: [] },
  references: {
    ownerId: 'user',
    pipelineId: 'pipeline',
    companyId: 'company',
    primaryContactId: 'contact',
    leadId: 'lead',
  },
  referenceLists: { contactIds: 'contact' },
  mergeable: {
    together: [
      ['amount', 'currency'],
      ['pipelineId', 'stageId'],
      ['closedAt', 'closeReason'],
    ],
  },
  serviceLevel: {
    firstResponse: { at: 'lastContactAt' },
    resolution: { field: 'status', values: ['won', 'lost'] },
  },
  timeline: {
    at: 'createdAt',
    through: ['companyId', 'primaryContactId', 'leadId'],
    kind: 'status',
    summary: 'description',
  },
  notifies: [
    { kind: 'assigned', to: 'ownerId' },
    { kind: 'status-changed', to: 'ownerId', of: 'status' },
  ],
  published: true,
};

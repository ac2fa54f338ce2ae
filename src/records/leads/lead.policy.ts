import {
  dateTime,
  id,
  lowerCaseText,
  number,
  oneOf,
  text,
  textList,
} from '../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../platform/resource/resource-descriptor.js';
import { CreateLeadDto } from './dto/create-lead.dto.js';
import { LeadDto } from './dto/lead.dto.js';
import { UpdateLeadDto } from './dto/update-lead.dto.js';
import { Lead, LEAD_STATUSES, LEAD_TEMPERATURES } from './lead.entity.js';

const policy = listPolicy(Lead, {
  filters: {
    status: oneOf(LEAD_STATUSES),
    temperature: oneOf(LEAD_TEMPERATURES),
    source: text,
    company: text,
    email: lowerCaseText,
    phone: text,
    firstName: text,
    lastName: text,
    externalId: text,
    score: number,
    tags: textList,
    ownerId: id,
    companyId: id,
    convertedContactId: id,
    convertedCompanyId: id,
    convertedDealId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
    firstContactAt: dateTime,
    lastContactAt: dateTime,
    nextContactAt: dateTime,
    convertedAt: dateTime,
  },
  aliases: { tag: 'tags' },
  sorts: [
    'id',
    'createdAt',
    'updatedAt',
    'lastName',
    'firstName',
    'company',
    'email',
    'status',
    'score',
    'firstContactAt',
    'lastContactAt',
    'nextContactAt',
    'convertedAt',
  ],
  defaultSort: { field: 'createdAt', order: 'desc' },
  search: ['firstName', 'lastName', 'company', 'email', 'phone'],
});

export const leadResource: ResourceDescriptor<Lead> = {
  name: 'lead',
  verbs: ['assigned', 'converted'],
  plural: 'leads',
  entity: Lead,
  dto: LeadDto,
  createDto: CreateLeadDto,
  updateDto: UpdateLeadDto,
  policy,
  title: ['firstName', 'lastName'],
  defaults: { status: 'New' },
  personalFields: ['firstName', 'lastName', 'email', 'phone'],
  mergeable: {
    together: [
      ['firstContactAt', 'firstContactNote'],
      ['lastContactAt', 'lastContactNote'],
      ['nextContactAt', 'followUpAction'],
    ],
  },
  duplicates: {
    keys: { email: 'email', phone: 'phone' },
    besides: { firstName: 'text', lastName: 'text', company: 'text' },
    rules: [{ name: 'Same e-mail', conditions: [{ field: 'email', match: 'normalized' }] }],
  },
  matchFields: ['email'],
  subject: { identifiers: ['email', 'phone', 'externalId'], name: ['firstName', 'lastName'] },
  references: {
    ownerId: 'user',
    companyId: { resource: 'company', relation: 'linkedCompany' },
    convertedContactId: { resource: 'contact', relation: 'convertedContact', samePerson: true },
    convertedCompanyId: 'company',
    convertedDealId: 'deal',
  },
  serviceLevel: {
    priority: { field: 'temperature', values: LEAD_TEMPERATURES },
    firstResponse: { at: 'firstContactAt' },
    resolution: { field: 'status', values: ['Qualified', 'Unqualified', 'Converted'] },
  },
  notifies: [
    { kind: 'assigned', to: 'ownerId' },
    { kind: 'status-changed', to: 'ownerId', of: 'status' },
  ],
  published: true,
};

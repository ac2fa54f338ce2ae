import {
  dateTime,
  id,
  lowerCaseText,
  number,
  text,
  textList,
} from '../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../platform/resource/resource-descriptor.js';
import { Company } from './company.entity.js';
import { CompanyDto } from './dto/company.dto.js';
import { CreateCompanyDto } from './dto/create-company.dto.js';
import { UpdateCompanyDto } from './dto/update-company.dto.js';

const policy = listPolicy(Company, {
  filters: {
    name: text,
    domain: lowerCaseText,
    website: text,
    phone: text,
    email: lowerCaseText,
    industry: text,
    city: text,
    state: text,
    postalCode: text,
    country: text,
    currency: text,
    externalId: text,
    employeeCount: number,
    annualRevenue: number,
    yearEstablished: number,
    tags: textList,
    parentId: id,
    ownerId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  aliases: { tag: 'tags' },
  sorts: [
    'id',
    'createdAt',
    'updatedAt',
    'name',
    'domain',
    'industry',
    'city',
    'country',
    'employeeCount',
    'annualRevenue',
    'yearEstablished',
  ],
  defaultSort: { field: 'createdAt', order: 'desc' },
  search: ['name', 'domain', 'email', 'phone', 'city'],
});

export const companyResource: ResourceDescriptor<Company> = {
  name: 'company',
  plural: 'companies',
  entity: Company,
  dto: CompanyDto,
  createDto: CreateCompanyDto,
  updateDto: UpdateCompanyDto,
  policy,
  title: ['name'],
  defaults: {},
  references: { ownerId: 'user', parentId: { resource: 'company', relation: 'parent' } },
  mergeable: {
    together: [
      ['annualRevenue', 'currency'],
      ['addressLine1', 'addressLine2', 'postalCode', 'city', 'state', 'country'],
    ],
  },
  duplicates: {
    keys: { domain: 'domain', name: 'text' },
    besides: { email: 'email', phone: 'phone', city: 'text', country: 'text' },
    rules: [
      { name: 'Same domain', conditions: [{ field: 'domain', match: 'normalized' }] },
      { name: 'Same name', conditions: [{ field: 'name', match: 'normalized' }] },
    ],
  },
  matchFields: ['domain'],
  notifies: [{ kind: 'assigned', to: 'ownerId' }],
  published: true,
};

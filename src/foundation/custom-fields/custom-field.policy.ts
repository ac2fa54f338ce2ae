import { boolean, dateTime, number, oneOf, text } from '../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../platform/resource/resource-descriptor.js';
import { CustomField } from './custom-field.entity.js';
import { CreateCustomFieldDto } from './dto/create-custom-field.dto.js';
import { CustomFieldDto } from './dto/custom-field.dto.js';
import { UpdateCustomFieldDto } from './dto/update-custom-field.dto.js';
import { FIELD_TYPES, INDEX_STATES } from './field-definition.js';

const policy = listPolicy(CustomField, {
  filters: {
    resource: text,
    key: text,
    label: text,
    type: oneOf(FIELD_TYPES),
    referenceTo: text,
    required: boolean,
    unique: boolean,
    indexed: boolean,
    indexState: oneOf(INDEX_STATES),
    position: number,
    externalId: text,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  sorts: ['id', 'resource', 'key', 'label', 'position', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'position', order: 'asc' },
  search: ['key', 'label', 'description'],
});

export const customFieldResource: ResourceDescriptor<CustomField> = {
  name: 'custom-field',
  plural: 'custom-fields',
  verbs: ['purged'],
  entity: CustomField,
  dto: CustomFieldDto,
  createDto: CreateCustomFieldDto,
  updateDto: UpdateCustomFieldDto,
  policy,
  defaults: { options: [], required: false, unique: false, indexed: false },
  internalFields: ['erasingAt'],
  administrative: true,
  published: true,
};

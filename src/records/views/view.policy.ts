import { boolean, dateTime, id, number, oneOf, text } from '../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../platform/resource/resource-descriptor.js';
import { CreateViewDto } from './dto/create-view.dto.js';
import { UpdateViewDto } from './dto/update-view.dto.js';
import { ViewDto } from './dto/view.dto.js';
import { View, VIEW_VISIBILITIES } from './view.entity.js';

const policy = listPolicy(View, {
  filters: {
    name: text,
    resource: text,
    visibility: oneOf(VIEW_VISIBILITIES),
    position: number,
    isDefault: boolean,
    externalId: text,
    ownerId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  sorts: ['id', 'name', 'resource', 'position', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'position', order: 'asc' },
  search: ['name'],
});

export const viewResource: ResourceDescriptor<View> = {
  name: 'view',
  plural: 'views',
  entity: View,
  dto: ViewDto,
  createDto: CreateViewDto,
  updateDto: UpdateViewDto,
  policy,
  defaults: { sort: [], fields: [], expand: [], visibility: 'private', position: 0, isDefault: false },
  references: { ownerId: 'user' },
  shared: true,
  published: false,
};

import { boolean, dateTime, id, text } from '../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../platform/resource/resource-descriptor.js';
import { CreateTagDto } from './dto/create-tag.dto.js';
import { TagDto } from './dto/tag.dto.js';
import { UpdateTagDto } from './dto/update-tag.dto.js';
import { Tag } from './tag.entity.js';

const policy = listPolicy(Tag, {
  filters: {
    name: text,
    color: text,
    externalId: text,
    renaming: boolean,
    ownerId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  sorts: ['id', 'name', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'name', order: 'asc' },
  search: ['name', 'description'],
});

export const tagResource: ResourceDescriptor<Tag> = {
  name: 'tag',
  plural: 'tags',
  entity: Tag,
  dto: TagDto,
  createDto: CreateTagDto,
  updateDto: UpdateTagDto,
  policy,
  title: ['name'],
  defaults: { renaming: false },
  references: { ownerId: 'user' },
  matchFields: ['name'],
  published: true,
};

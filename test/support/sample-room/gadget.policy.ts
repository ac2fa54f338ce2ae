import {
  dateTime,
  id,
  number,
  oneOf,
  text,
  textList,
} from '../../../src/platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../src/platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../src/platform/resource/resource-descriptor.js';
import { CreateGadgetDto } from './dto/create-gadget.dto.js';
import { GadgetDto } from './dto/gadget.dto.js';
import { UpdateGadgetDto } from './dto/update-gadget.dto.js';
import { Gadget, GADGET_STATUSES } from './gadget.entity.js';

const policy = listPolicy(Gadget, {
  filters: {
    name: text,
    serial: text,
    externalId: text,
    status: oneOf(GADGET_STATUSES),
    weight: number,
    builtAt: dateTime,
    parentId: id,
    tags: textList,
    ownerId: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  aliases: { tag: 'tags' },
  sorts: ['id', 'name', 'weight', 'builtAt', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'createdAt', order: 'desc' },
  search: ['name', 'serial'],
});

export const gadgetResource: ResourceDescriptor<Gadget> = {
  name: 'gadget',
  plural: 'gadgets',
  entity: Gadget,
  dto: GadgetDto,
  createDto: CreateGadgetDto,
  updateDto: UpdateGadgetDto,
  policy,
  defaults: { status: 'planned' },
  references: { ownerId: 'user', parentId: 'gadget' },
  matchFields: ['serial'],
  timeline: { at: 'builtAt', through: ['parentId'], kind: 'status', summary: 'serial' },
  published: true,
};

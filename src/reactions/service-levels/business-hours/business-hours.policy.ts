import { boolean, dateTime, id, text, textList } from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { BusinessHoursCalendar } from './business-hours.entity.js';
import { BusinessHoursRecordDto } from './dto/business-hours-record.dto.js';
import { CreateBusinessHoursDto } from './dto/create-business-hours.dto.js';
import { UpdateBusinessHoursDto } from './dto/update-business-hours.dto.js';

const policy = listPolicy(BusinessHoursCalendar, {
  filters: {
    name: text,
    timeZone: text,
    isDefault: boolean,
    externalId: text,
    tags: textList,
    ownerId: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  aliases: { tag: 'tags' },
  sorts: ['id', 'name', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'name', order: 'asc' },
  search: ['name'],
});

export const businessHoursResource: ResourceDescriptor<BusinessHoursCalendar> = {
  name: 'business-hours-calendar',
  plural: 'business-hours',
  entity: BusinessHoursCalendar,
  dto: BusinessHoursRecordDto,
  createDto: CreateBusinessHoursDto,
  updateDto: UpdateBusinessHoursDto,
  policy,
  defaults: { holidays: [], isDefault: false },
  references: { ownerId: 'user' },
  administrative: true,
  bulk: false,
  published: false,
};

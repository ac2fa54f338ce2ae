import { dateTime, id, number, text, textList } from '../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../platform/resource/resource-descriptor.js';
import { Attachment } from './attachment.entity.js';
import { AttachmentDto } from './dto/attachment.dto.js';
import { AttachmentInputDto } from './dto/attachment-input.dto.js';
import { UpdateAttachmentDto } from './dto/update-attachment.dto.js';

const policy = listPolicy(Attachment, {
  filters: {
    resource: text,
    recordId: id,
    name: text,
    description: text,
    contentType: text,
    size: number,
    sha256: text,
    externalId: text,
    tags: textList,
    ownerId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  aliases: { tag: 'tags' },
  sorts: ['id', 'name', 'size', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'createdAt', order: 'desc' },
  search: ['name', 'description'],
});

export const attachmentResource: ResourceDescriptor<Attachment> = {
  name: 'attachment',
  plural: 'attachments',
  entity: Attachment,
  dto: AttachmentDto,
  createDto: AttachmentInputDto,
  updateDto: UpdateAttachmentDto,
  policy,
  title: ['name'],
  defaults: {},
  internalFields: ['storageKey'],
  personalFields: ['name', 'description'],
  references: { ownerId: 'user' },
  bulk: false,
  within: true,
  timeline: { at: 'createdAt', through: ['recordId'], kind: 'contentType', summary: 'description' },
  published: true,
};

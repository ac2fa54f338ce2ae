import { boolean, dateTime, id, text, textList } from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { CreatePipelineDto } from './dto/create-pipeline.dto.js';
import { PipelineDto } from './dto/pipeline.dto.js';
import { UpdatePipelineDto } from './dto/update-pipeline.dto.js';
import { Pipeline } from './pipeline.entity.js';

const policy = listPolicy(Pipeline, {
  filters: {
    name: text,
    isDefault: boolean,
    externalId: text,
    tags: textList,
    ownerId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  aliases: { tag: 'tags' },
  sorts: ['id', 'name', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'createdAt', order: 'asc' },
  search: ['name'],
});

export const pipelineResource: ResourceDescriptor<Pipeline> = {
  name: 'pipeline',
  plural: 'pipelines',
  entity: Pipeline,
  dto: PipelineDto,
  createDto: CreatePipelineDto,
  updateDto: UpdatePipelineDto,
  policy,
  title: ['name'],
  defaults: { isDefault: false },
  references: { ownerId: 'user' },
  administrative: true,
  bulk: false,
  announces: ['created', 'updated', 'deleted', 'restored'],
  published: false,
};

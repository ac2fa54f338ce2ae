import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { pipelineResource } from './pipeline.policy.js';
import { PipelinesService } from './pipelines.service.js';

@ApiTags('Pipelines')
@Controller('pipelines')
export class PipelinesController extends ResourceController(pipelineResource) {
  constructor(pipelines: PipelinesService) {
    super(pipelines);
  }
}

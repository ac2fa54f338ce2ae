import { Body, Controller, Delete, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { JobDto } from '../../../foundation/jobs/index.js';
import { IfMatch } from '../../../platform/http/if-match.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { AddStageDto } from './dto/add-stage.dto.js';
import { OrderStagesDto } from './dto/order-stages.dto.js';
import { PipelineDto } from './dto/pipeline.dto.js';
import { UpdateStageDto } from './dto/update-stage.dto.js';
import { pipelineResource } from './pipeline.policy.js';
import { PipelineStagesService } from './pipeline-stages.service.js';
import { PipelinesService } from './pipelines.service.js';

const CHANGE = { permission: 'pipelines:update', dryRun: true, response: PipelineDto, record: true } as const;
const MOVE_TO = { name: 'moveTo', schema: { type: 'string' } } as const;

@ApiTags('Pipelines')
@Controller('pipelines')
export class PipelinesController extends ResourceController(pipelineResource, { except: ['remove'] }) {
  constructor(
    pipelines: PipelinesService,
    private readonly stages: PipelineStagesService,
  ) {
    super(pipelines);
  }

  @Delete(':id')
  @Route({
    permission: 'pipelines:delete',
    summary: 'Delete a pipeline; it can be restored',
    operationId: 'deletePipeline',
    status: 204,
    dryRun: true,
    longWork: JobDto,
    query: [
      { ...MOVE_TO, description: 'The pipeline that its deals go to, into stages of the same name or kind' },
    ],
  })
  removePipeline(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
    @IfMatch() ifMatch?: number,
  ): Promise<JobDto | undefined> {
    return this.stages.removePipeline(id, query, { ifMatch });
  }

  @Post(':id/stages')
  @Route({ ...CHANGE, summary: 'Add a stage to a pipeline', operationId: 'addStage' })
  addStage(
    @Param('id', ParseIdPipe) id: string,
    @Body() input: AddStageDto,
    @IfMatch() ifMatch?: number,
  ): Promise<RecordView> {
    return this.stages.add(id, input, { ifMatch });
  }

  @Put(':id/stages/order')
  @Route({
    ...CHANGE,
    summary: 'Put the stages of a pipeline into another order',
    operationId: 'orderStages',
  })
  orderStages(
    @Param('id', ParseIdPipe) id: string,
    @Body() { stageIds }: OrderStagesDto,
    @IfMatch() ifMatch?: number,
  ): Promise<RecordView> {
    return this.stages.order(id, stageIds, { ifMatch });
  }

  @Patch(':id/stages/:stageId')
  @Route({ ...CHANGE, summary: 'Change a stage of a pipeline', operationId: 'updateStage' })
  updateStage(
    @Param('id', ParseIdPipe) id: string,
    @Param('stageId', ParseIdPipe) stageId: string,
    @Body() input: UpdateStageDto,
    @IfMatch() ifMatch?: number,
  ): Promise<RecordView> {
    return this.stages.update(id, stageId, input, { ifMatch });
  }

  @Delete(':id/stages/:stageId')
  @Route({
    permission: 'pipelines:update',
    summary: 'Remove a stage from a pipeline',
    operationId: 'removeStage',
    status: 204,
    dryRun: true,
    longWork: JobDto,
    query: [{ ...MOVE_TO, description: 'The stage of the same kind that its deals go to' }],
  })
  removeStage(
    @Param('id', ParseIdPipe) id: string,
    @Param('stageId', ParseIdPipe) stageId: string,
    @Query() query: Record<string, unknown>,
    @IfMatch() ifMatch?: number,
  ): Promise<JobDto | undefined> {
    return this.stages.remove(id, stageId, query, { ifMatch });
  }
}

import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IfMatch } from '../../platform/http/if-match.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { Route } from '../../platform/http/route.js';
import { BulkAnswerDto } from '../../platform/resource/writes/bulk-answer.dto.js';
import type { ErasureDto } from '../../platform/privacy/dto/erasure.dto.js';
import { erasingRoute } from '../../platform/resource/erasing/erasing-route.js';
import { ResourceController } from '../../platform/resource/resource-controller.js';
import { ApplyTagsDto } from './dto/apply-tags.dto.js';
import { TagUsageDto } from './dto/tag-usage.dto.js';
import { tagResource } from './tag.policy.js';
import { TaggingService } from './tagging.service.js';
import { TagsService } from './tags.service.js';
import { TagUsageService, USAGE_PARAMETERS } from './tag-usage.service.js';

const ERASING = erasingRoute(tagResource);
const REMOVE_FROM_RECORDS = {
  name: 'removeFromRecords',
  description: 'Also take it from every record that you may update; goes on after the answer',
  schema: { type: 'boolean' },
} as const;

@ApiTags('Tags')
@Controller('tags')
export class TagsController extends ResourceController(tagResource, { except: ['remove'] }) {
  constructor(
    private readonly tags: TagsService,
    private readonly tagging: TaggingService,
    private readonly counts: TagUsageService,
  ) {
    super(tags);
  }

  @Get('usage')
  @Route({
    permission: 'tags:read',
    summary: 'Which tags are in use, declared or not, over the records you may read',
    operationId: 'getTagUsage',
    response: TagUsageDto,
    query: USAGE_PARAMETERS,
  })
  usage(@Query() query: Record<string, unknown>): Promise<TagUsageDto> {
    return this.counts.read(query);
  }

  @Post('apply')
  @Route({
    permission: 'authenticated',
    summary: 'Add and remove tags of up to 1,000 records that you may update',
    operationId: 'applyTags',
    response: BulkAnswerDto,
    bulk: true,
    dryRun: true,
  })
  apply(@Body() input: ApplyTagsDto): Promise<BulkAnswerDto> {
    return this.tagging.apply(input);
  }

  @Delete(':id')
  @Route({
    permission: 'tags:delete',
    summary: 'Delete a tag; it can be restored, unless it is erased',
    operationId: 'deleteTag',
    status: 204,
    ...ERASING,
    query: [...(ERASING?.query ?? []), REMOVE_FROM_RECORDS],
  })
  delete(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
    @IfMatch() ifMatch?: number,
  ): Promise<ErasureDto | undefined> {
    return this.tags.delete(id, query, { ifMatch });
  }
}

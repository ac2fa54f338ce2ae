import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/page.js';
import { pageOf } from '../../platform/http/page-of.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { Route } from '../../platform/http/route.js';
import { MergeDto } from '../../platform/resource/merging/merge.dto.js';
import { UndoMergeDto } from './dto/undo-merge.dto.js';
import { MERGE_PARAMETERS } from './merge-query.js';
import { MergesService } from './merges.service.js';

@ApiTags('Merges')
@Controller('merges')
export class MergesController {
  constructor(private readonly merges: MergesService) {}

  @Get()
  @Route({
    permission: 'authenticated',
    summary: 'List the merges of records that you may read, the latest first',
    operationId: 'listMerges',
    response: pageOf(MergeDto),
    query: MERGE_PARAMETERS,
  })
  list(@Query() query: Record<string, unknown>): Promise<Page<MergeDto>> {
    return this.merges.list(query);
  }

  @Get(':id')
  @Route({
    permission: 'authenticated',
    summary: 'Get a merge',
    operationId: 'getMerge',
    response: MergeDto,
  })
  get(@Param('id', ParseIdPipe) id: string): Promise<MergeDto> {
    return this.merges.get(id);
  }

  @Post(':id/undo')
  @Route({
    permission: 'authenticated',
    summary:
      'Undo a merge: the merged records come back with what pointed at them. Takes the rights to update and delete',
    operationId: 'undoMerge',
    response: MergeDto,
    dryRun: true,
    cost: 5,
  })
  undo(@Param('id', ParseIdPipe) id: string, @Body() input: UndoMergeDto): Promise<MergeDto> {
    return this.merges.undo(id, input);
  }
}

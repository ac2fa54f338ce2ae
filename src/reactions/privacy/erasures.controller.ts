import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/page.js';
import { pageOf } from '../../platform/http/page-of.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { Route } from '../../platform/http/route.js';
import { ErasureDto } from '../../platform/privacy/dto/erasure.dto.js';
import { listParameters } from '../../platform/resource/lists/list-parameters.js';
import { ErasureDetailDto } from './dto/erasure-detail.dto.js';
import { ERASURE_POLICY } from './erasure-list.policy.js';
import { ErasureReads } from './erasure-reads.js';

@ApiTags('Privacy')
@Controller('erasures')
export class ErasuresController {
  constructor(private readonly reads: ErasureReads) {}

  @Get()
  @Route({
    permission: 'erasures:read',
    summary: 'Receipts of everything that was erased for good',
    operationId: 'listErasures',
    response: pageOf(ErasureDto),
    query: listParameters(ERASURE_POLICY).filter(({ name }) => name !== 'view'),
    openQuery: true,
  })
  list(@Query() query: Record<string, unknown>): Promise<Page<ErasureDto>> {
    return this.reads.list(query);
  }

  @Get(':id')
  @Route({
    permission: 'erasures:read',
    summary: 'The receipt of an erasure, with the ids of its records',
    operationId: 'getErasure',
    response: ErasureDetailDto,
  })
  get(@Param('id', ParseIdPipe) id: string): Promise<ErasureDetailDto> {
    return this.reads.get(id);
  }
}

import { Body, Controller, Get, Post, Query, type StreamableFile, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { JobDto } from '../../../foundation/jobs/index.js';
import { Route } from '../../../platform/http/route.js';
import type { QueryParameter } from '../../../platform/http/route-options.js';
import type { DeclaredResource } from '../../../platform/resource/declared-resources.js';
import { listParameters, shapeParameters } from '../../../platform/resource/lists/list-parameters.js';
import { pascalCase } from '../../../platform/resource/resource-names.js';
import { ExportRequestDto } from './dto/export-request.dto.js';
import { CONTENT_TYPES, EXPORT_FORMATS } from './export-format.js';
import { ExportsService } from './exports.service.js';

const NOT_HERE = new Set(['page', 'pageSize', 'limit', 'cursor', 'includeTotal', 'expand']);

const FORMAT: readonly QueryParameter[] = [
  { name: 'format', description: 'Default csv', schema: { type: 'string', enum: [...EXPORT_FORMATS] } },
  {
    name: 'byteOrderMark',
    description: 'Whether a CSV file begins with the mark by which Excel knows UTF-8',
    schema: { type: 'boolean' },
  },
];

/** The routes that export the records served at one path. */
export function exportControllerOf({ descriptor, plural, path }: DeclaredResource): Type<unknown> {
  const permission = `${descriptor.plural}:read`;
  const many = pascalCase(plural);
  const words = plural.replaceAll('-', ' ');

  @ApiTags('Exports')
  @Controller(path)
  class ExportController {
    constructor(private readonly exports: ExportsService) {}

    @Get('export')
    @Route({
      permission,
      summary: `All ${words} that a list finds, as a file`,
      operationId: `export${many}`,
      produces: Object.values(CONTENT_TYPES).map((type) => type.split(';', 1)[0] ?? type),
      query: [
        ...FORMAT,
        ...[...listParameters(descriptor.policy), ...shapeParameters(descriptor)].filter(
          ({ name }) => !NOT_HERE.has(name),
        ),
      ],
      openQuery: true,
      cost: 5,
    })
    download(@Query() query: Record<string, unknown>): Promise<StreamableFile> {
      return this.exports.open(plural, query);
    }

    @Post('export')
    @Route({
      permission,
      summary: `Export ${words} by a job, whose result is the file`,
      operationId: `startExportOf${many}`,
      status: 202,
      response: JobDto,
      job: true,
      body: ExportRequestDto,
      cost: 5,
    })
    start(@Body() body: unknown): Promise<JobDto> {
      return this.exports.start(plural, body);
    }
  }
  return ExportController;
}

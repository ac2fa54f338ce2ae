import { Body, Controller, Post, Query, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { JobDto } from '../../../foundation/jobs/index.js';
import { Route } from '../../../platform/http/route.js';
import type { DeclaredResource } from '../../../platform/resource/declared-resources.js';
import { pascalCase } from '../../../platform/resource/resource-names.js';
import type { ReceivedFile } from '../../../platform/storage/received-file.js';
import { Uploaded } from '../../../platform/storage/uploaded.js';
import { ImportFormDto } from './dto/import-form.dto.js';
import { ImportPreviewDto } from './dto/import-preview.dto.js';
import { importParameters } from './import-parameters.js';
import { ImportsService } from './imports.service.js';

/** The route that imports records to one path. */
export function importControllerOf({ descriptor, plural, path }: DeclaredResource): Type<unknown> {
  @ApiTags('Imports')
  @Controller(path)
  class ImportController {
    constructor(private readonly imports: ImportsService) {}

    @Post('import')
    @Route({
      permission: `${descriptor.plural}:create`,
      alternativePermission: `${descriptor.plural}:update`,
      summary: `Import ${plural.replaceAll('-', ' ')} from CSV or NDJSON by a job`,
      operationId: `import${pascalCase(plural)}`,
      status: 202,
      response: JobDto,
      job: true,
      upload: 'imports',
      table: true,
      dryRun: true,
      dryRunResponse: ImportPreviewDto,
      query: importParameters(),
      cost: 5,
    })
    start(
      @Body() form: ImportFormDto,
      @Query() query: Record<string, unknown>,
      @Uploaded() file: ReceivedFile,
    ): Promise<JobDto | ImportPreviewDto> {
      return this.imports.start(plural, { ...form, ...query }, file);
    }
  }
  return ImportController;
}

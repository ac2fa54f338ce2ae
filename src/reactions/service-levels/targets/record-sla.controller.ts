import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { RecordSlaDto } from './dto/record-sla.dto.js';
import { type RecordSla, RecordSlaService } from './record-sla.service.js';

/** Of a record of any type with service levels, so that no room needs to know of them. Takes the right to read the record too. */
@ApiTags('Service levels')
@Controller(':records/:id/sla')
export class RecordSlaController {
  constructor(private readonly levels: RecordSlaService) {}

  @Get()
  @Route({
    permission: 'sla-targets:read',
    summary: 'Get the service levels of a record, with how much time is left',
    operationId: 'getRecordSla',
    response: RecordSlaDto,
  })
  get(@Param('records') records: string, @Param('id', ParseIdPipe) id: string): Promise<RecordSla> {
    return this.levels.read(records, id);
  }
}

import { Controller, Get, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/page.js';
import { pageOf } from '../../platform/http/page-of.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { Route } from '../../platform/http/route.js';
import { AuditExportService } from './audit-export.service.js';
import { AuditLogsService } from './audit-logs.service.js';
import { AUDIT_FILTER_PARAMETERS, AUDIT_PARAMETERS } from './audit-query.js';
import { AuditEntryDto } from './dto/audit-entry.dto.js';

@ApiTags('Audit log')
@Controller('audit-logs')
export class AuditLogsController {
  constructor(
    private readonly logs: AuditLogsService,
    private readonly exports: AuditExportService,
  ) {}

  @Get()
  @Route({
    permission: 'audit-logs:read',
    summary: 'Who did what, and every change of a record: newest first',
    operationId: 'listAuditLogs',
    response: pageOf(AuditEntryDto),
    query: AUDIT_PARAMETERS,
    openQuery: true,
  })
  list(@Query() query: Record<string, unknown>): Promise<Page<AuditEntryDto>> {
    return this.logs.list(query);
  }

  @Get('export')
  @Route({
    permission: 'audit-logs:export',
    summary: 'The audit log as a file',
    operationId: 'exportAuditLogs',
    produces: ['application/x-ndjson', 'text/csv'],
    query: [
      { name: 'format', description: 'Default ndjson', schema: { type: 'string', enum: ['ndjson', 'csv'] } },
      ...AUDIT_FILTER_PARAMETERS,
    ],
    openQuery: true,
  })
  export(@Query() query: Record<string, unknown>): Promise<StreamableFile> {
    return this.exports.open(query);
  }

  @Get(':id')
  @Route({
    permission: 'audit-logs:read',
    summary: 'Get an entry of the audit log',
    operationId: 'getAuditLog',
    response: AuditEntryDto,
  })
  get(@Param('id', ParseIdPipe) id: string): Promise<AuditEntryDto> {
    return this.logs.get(id);
  }
}

import { Controller, Get, Query } from '@nestjs/common';
import { Route } from '../../platform/http/route.js';
import { AuditLogsService } from './audit-logs.service.js';

@Controller('admin/audit-logs')
export class OperatorAuditLogsController {
  constructor(private readonly logs: AuditLogsService) {}

  @Get()
  @Route({ permission: 'operator', summary: 'What belongs to no tenant: newest first', openQuery: true })
  list(@Query() query: Record<string, unknown>): Promise<unknown> {
    return this.logs.listOfInstallation(query);
  }
}

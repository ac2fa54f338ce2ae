import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { Route } from '../../../platform/http/route.js';
import { listParameters, shapeParameters } from '../../../platform/resource/lists/list-parameters.js';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { viewSchema } from '../../../platform/resource/record-view-schema.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { clientPath } from './client.policy.js';
import { ClientsService } from './clients.service.js';

const TEXT = { name: 'q', description: 'Another name of `search`; one of them is required' } as const;

@ApiTags('Clients')
@Controller('clients')
export class ClientsController extends ResourceController(clientPath) {
  constructor(private readonly clients: ClientsService) {
    super(clients);
  }

  @Get('search')
  @Route({
    permission: 'contacts:read',
    summary: 'List the clients that a text is found in, the best first',
    operationId: 'lookForClients',
    response: pageOf(viewSchema(clientPath)),
    openQuery: true,
    query: [TEXT, ...listParameters(clientPath.policy), ...shapeParameters(clientPath)],
  })
  lookFor(@Query() query: Record<string, unknown>): Promise<Page<RecordView>> {
    return this.clients.lookFor(query);
  }
}

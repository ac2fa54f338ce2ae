import { Controller, Delete, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IfMatch } from '../../platform/http/if-match.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { Route } from '../../platform/http/route.js';
import { ResourceController } from '../../platform/resource/resource-controller.js';
import { customFieldResource } from './custom-field.policy.js';
import { CustomFieldsService } from './custom-fields.service.js';

const PERMANENT = {
  name: 'permanent',
  schema: { type: 'boolean' },
  description: 'true: erase the field and its values in all records; takes `custom-fields:erase`',
} as const;

@ApiTags('Custom fields')
@Controller('custom-fields')
export class CustomFieldsController extends ResourceController(customFieldResource, { except: ['remove'] }) {
  constructor(private readonly fields: CustomFieldsService) {
    super(fields);
  }

  @Delete(':id')
  @Route({
    permission: 'custom-fields:delete',
    alternativePermission: 'custom-fields:erase',
    summary: 'Delete a custom field; it can be restored with its values, unless it is erased',
    operationId: 'deleteCustomField',
    status: 204,
    dryRun: true,
    query: [PERMANENT],
  })
  delete(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
    @IfMatch() ifMatch?: number,
  ): Promise<void> {
    return this.fields.delete(id, query, { ifMatch });
  }
}

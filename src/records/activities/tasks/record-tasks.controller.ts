import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { listParameters } from '../../../platform/resource/lists/list-parameters.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { TaskDto } from './dto/task.dto.js';
import { taskResource } from './task.policy.js';
import { TasksService } from './tasks.service.js';

/** The tasks of a record of any type, so that no room needs to know of them. Takes the right to read the record too. */
@ApiTags('Tasks')
@Controller(':records/:id/tasks')
export class RecordTasksController {
  constructor(private readonly tasks: TasksService) {}

  @Get()
  @Route({
    permission: 'tasks:read',
    summary: 'List tasks linked to a record',
    operationId: 'listTasksOfRecord',
    response: pageOf(TaskDto),
    openQuery: true,
    query: listParameters(taskResource.policy).filter(({ name }) => name !== 'links'),
  })
  list(
    @Param('records') records: string,
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<RecordView>> {
    return this.tasks.listOf(records, id, query);
  }
}

import { Body, Controller, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../../../platform/http/route.js';
import { BulkAnswerDto } from '../../../platform/resource/writes/bulk-answer.dto.js';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { AssignTasksDto } from './dto/assign-tasks.dto.js';
import { taskResource } from './task.policy.js';
import { TasksService } from './tasks.service.js';

@ApiTags('Tasks')
@Controller('tasks')
export class TasksController extends ResourceController(taskResource) {
  constructor(private readonly tasks: TasksService) {
    super(tasks);
  }

  @Post('assign')
  @Route({
    permission: 'tasks:update',
    summary: 'Give up to 1,000 tasks to one owner',
    operationId: 'assignTasks',
    response: BulkAnswerDto,
    status: 200,
    bulk: true,
    dryRun: true,
    query: [
      {
        name: 'atomic',
        schema: { type: 'boolean' },
        description: 'true: all or nothing; 422 `BULK_REFUSED`',
      },
    ],
  })
  assign(@Body() input: AssignTasksDto, @Query() query: Record<string, unknown>): Promise<BulkAnswerDto> {
    return this.tasks.assign(input, query);
  }
}

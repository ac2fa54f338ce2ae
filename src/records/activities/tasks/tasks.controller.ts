import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { taskResource } from './task.policy.js';
import { TasksService } from './tasks.service.js';

@ApiTags('Tasks')
@Controller('tasks')
export class TasksController extends ResourceController(taskResource) {
  constructor(tasks: TasksService) {
    super(tasks);
  }
}

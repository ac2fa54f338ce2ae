import { Module } from '@nestjs/common';
import { CalendarModule } from '../calendar/index.js';
import { RecordTasksController } from './record-tasks.controller.js';
import { TasksController } from './tasks.controller.js';
import { TasksService } from './tasks.service.js';

@Module({
  imports: [CalendarModule],
  controllers: [TasksController, RecordTasksController],
  providers: [TasksService],
  exports: [TasksService],
})
export class TasksModule {}

import { Module } from '@nestjs/common';
import { AttendeeCheck } from './attendee-check.js';
import { CalendarEventsController } from './calendar-events.controller.js';
import { CalendarEventsService } from './calendar-events.service.js';
import { TaskEvents } from './task-events.js';

@Module({
  controllers: [CalendarEventsController],
  providers: [CalendarEventsService, AttendeeCheck, TaskEvents],
  exports: [TaskEvents],
})
export class CalendarModule {}

import { Module } from '@nestjs/common';
import { AttendeeCheck } from './attendee-check.js';
import { CalendarEventsController } from './calendar-events.controller.js';
import { CalendarEventsService } from './calendar-events.service.js';

@Module({
  controllers: [CalendarEventsController],
  providers: [CalendarEventsService, AttendeeCheck],
  exports: [CalendarEventsService],
})
export class CalendarModule {}

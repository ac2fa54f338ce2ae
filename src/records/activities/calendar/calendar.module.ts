import { Module } from '@nestjs/common';
import { AttendeeCheck } from './attendee-check.js';
import { BusyService } from './busy.service.js';
import { CalendarController } from './calendar.controller.js';
import { CalendarEventSearch } from './event-search.js';
import { CalendarEventsController } from './calendar-events.controller.js';
import { CalendarEventsService } from './calendar-events.service.js';
import { CalendarFeedText } from './calendar-feed-text.js';
import { CalendarFeedsController } from './calendar-feeds.controller.js';
import { CalendarFeedsService } from './calendar-feeds.service.js';
import { EventReminders } from './event-reminders.js';
import { OccurrenceChangesController } from './occurrence-changes.controller.js';
import { OccurrenceChangesService } from './occurrence-changes.service.js';
import { OccurrencesService } from './occurrences.service.js';
import { TaskEvents } from './task-events.js';

@Module({
  controllers: [
    CalendarEventsController,
    CalendarController,
    CalendarFeedsController,
    OccurrenceChangesController,
  ],
  providers: [
    CalendarEventsService,
    CalendarEventSearch,
    AttendeeCheck,
    EventReminders,
    OccurrencesService,
    OccurrenceChangesService,
    BusyService,
    CalendarFeedsService,
    CalendarFeedText,
    TaskEvents,
  ],
  exports: [TaskEvents],
})
export class CalendarModule {}

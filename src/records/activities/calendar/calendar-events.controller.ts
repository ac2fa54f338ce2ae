import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { calendarEventResource } from './calendar-event.policy.js';
import { CalendarEventsService } from './calendar-events.service.js';

const CALLED = { name: 'calendar-event', plural: 'calendar-events', path: 'calendar/events' } as const;

@ApiTags('Calendar')
@Controller(CALLED.path)
export class CalendarEventsController extends ResourceController(calendarEventResource, { called: CALLED }) {
  constructor(events: CalendarEventsService) {
    super(events);
  }
}

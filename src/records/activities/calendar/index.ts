export { CalendarModule } from './calendar.module.js';
export { CalendarEventsService } from './calendar-events.service.js';

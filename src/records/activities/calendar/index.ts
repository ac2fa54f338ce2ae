export { CalendarModule } from './calendar.module.js';
export { TaskEvents } from './task-events.js';

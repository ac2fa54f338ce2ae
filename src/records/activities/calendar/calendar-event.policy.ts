import { boolean, dateTime, id, oneOf, text } from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { CALENDAR_EVENT_STATUSES, CALENDAR_EVENT_TYPES, CalendarEvent } from './calendar-event.entity.js';
import { CalendarEventDto } from './dto/calendar-event.dto.js';
import { CreateCalendarEventDto } from './dto/create-calendar-event.dto.js';
import { UpdateCalendarEventDto } from './dto/update-calendar-event.dto.js';
import { RECURRENCES } from './recurrence.js';
import { LINK_FILTERS, LINKED_RECORD_FILTERS } from '../linked-record-filters.js';

const policy = listPolicy(CalendarEvent, {
  filters: {
    ...LINKED_RECORD_FILTERS,
    title: text,
    type: oneOf(CALENDAR_EVENT_TYPES),
    status: oneOf(CALENDAR_EVENT_STATUSES),
    location: text,
    startsAt: dateTime,
    endsAt: dateTime,
    allDay: boolean,
    recurrence: oneOf(RECURRENCES),
    taskId: id,
  },
  linkFilters: LINK_FILTERS,
  aliases: { tag: 'tags' },
  sorts: ['id', 'startsAt', 'endsAt', 'createdAt', 'updatedAt', 'title'],
  defaultSort: { field: 'startsAt', order: 'desc' },
  search: ['title', 'description', 'location'],
});

export const calendarEventResource: ResourceDescriptor<CalendarEvent> = {
  name: 'calendar-event',
  plural: 'calendar-events',
  alsoAt: ['calendar/events'],
  entity: CalendarEvent,
  dto: CalendarEventDto,
  createDto: CreateCalendarEventDto,
  updateDto: UpdateCalendarEventDto,
  policy,
  verbs: ['reminder'],
  title: ['title'],
  defaults: {
    type: 'meeting',
    status: 'scheduled',
    allDay: false,
    recurrence: 'none',
    exceptionDates: [],
    changedOccurrences: [],
    attendees: [],
    reminders: [],
    links: [],
  },
  internalFields: ['spansFrom', 'spansUntil'],
  personalFields: ['title', 'description', 'location', 'attendees', 'changedOccurrences'],
  references: { ownerId: 'user', taskId: 'task' },
  timeline: { at: 'startsAt', through: ['links'], kind: 'type', summary: 'description' },
  notifies: [
    { kind: 'assigned', to: 'ownerId' },
    { kind: 'invited', to: 'attendees' },
    { kind: 'due', to: 'ownerId', verbs: ['reminder'] },
    { kind: 'due', to: 'attendees', verbs: ['reminder'] },
  ],
  published: true,
};

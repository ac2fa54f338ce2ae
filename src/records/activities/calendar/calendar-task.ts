import type { RecordLink } from '../../../platform/resource/relations/record-link.js';

/** What a calendar event needs to know of the task that it stands for. */
export interface CalendarTask {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly type: 'follow-up' | 'meeting' | 'call' | 'other';
  readonly status: 'todo' | 'in-progress' | 'completed';
  readonly dueAt: string | null;
  readonly ownerId: string | null;
  readonly links: RecordLink[];
  readonly addToCalendar: boolean;
  readonly deletedAt: string | null;
}

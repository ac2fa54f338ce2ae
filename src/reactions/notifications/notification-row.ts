import type { NotificationKind } from '../../platform/resource/events/notification-rule.js';

/** One row, times in ISO 8601. */
export interface NotificationRow {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly kind: NotificationKind;
  /** `leads` */
  readonly resource: string;
  readonly recordId: string;
  readonly eventId: string;
  readonly count: number;
  readonly actorKind: string;
  readonly actorId: string;
  readonly isRead: boolean;
  readonly readAt: string | null;
  readonly createdAt: string;
}

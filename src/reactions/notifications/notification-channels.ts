import {
  NOTIFICATION_KINDS,
  type NotificationKind,
} from '../../platform/resource/events/notification-rule.js';

/** Where a member is told of one kind of thing. */
export interface Channels {
  readonly inApp: boolean;
  readonly email: boolean;
}

/** Of a member who has not said otherwise: a mail where something is asked of them, none where they may just know. */
const DEFAULTS: Readonly<Record<NotificationKind, Channels>> = {
  assigned: { inApp: true, email: true },
  invited: { inApp: true, email: true },
  mentioned: { inApp: true, email: true },
  due: { inApp: true, email: true },
  'status-changed': { inApp: true, email: false },
};

export const DEFAULT_CHANNELS = NOTIFICATION_KINDS.map((kind) => ({ kind, ...DEFAULTS[kind] }));

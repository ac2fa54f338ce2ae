import type { NotificationKind } from '../../platform/resource/events/notification-rule.js';

export interface MessageFacts {
  readonly kind: NotificationKind;
  /** `calendar-event` */
  readonly noun: string;
  /** `calendar/events` */
  readonly plural: string;
  readonly title: string | undefined;
  readonly count: number;
  /** Undefined for the product itself, and for who is unknown. */
  readonly actor: string | undefined;
}

/** `Ada assigned the lead Grace Hopper to you`; without a full stop. */
export function messageOf({ kind, noun, plural, title, count, actor = 'The system' }: MessageFacts): string {
  const name = title === undefined ? '' : ` ${title}`;
  const what = count === 1 ? `the ${inWords(noun)}${name}` : `${count} ${inWords(plural)}`;
  switch (kind) {
    case 'assigned':
      return `${actor} assigned ${what} to you`;
    case 'invited':
      return `${actor} invited you to ${what}`;
    case 'mentioned':
      return `${actor} mentioned you in ${what}`;
    case 'status-changed':
      return `${actor} changed the status of ${what}`;
    case 'due':
      return `Reminder: ${what}`;
  }
}

function inWords(name: string): string {
  return name.replaceAll(/[-_/]/g, ' ');
}

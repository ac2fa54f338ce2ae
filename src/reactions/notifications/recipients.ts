import type { JournalEvent } from '../../platform/journal/journal-event.js';
import { MOST_MENTIONS, mentionsIn } from '../../platform/resource/events/mentions.js';
import type { NotificationKind, NotificationRule } from '../../platform/resource/events/notification-rule.js';

export type NotifiedEvent = Pick<JournalEvent, 'type' | 'actorKind' | 'actorId' | 'changes' | 'record'>;

export interface Recipient {
  readonly kind: NotificationKind;
  readonly memberId: string;
}

/** What is said in these verbs concerns nobody any more. */
const OVER: ReadonlySet<string> = new Set(['deleted', 'erased']);

/**
 * Whom an event concerns, each once for each kind. Who is given a record is not told as well that its status has
 * changed; nobody is told what they did themselves, but that something is due.
 */
export function recipientsOf<Entity>(
  rules: readonly NotificationRule<Entity>[],
  event: NotifiedEvent,
): Recipient[] {
  const verb = event.type.slice(event.type.indexOf('.') + 1);
  if (OVER.has(verb)) return [];
  const told = rules
    .flatMap((rule) => concerned(rule, verb, event).map((memberId) => ({ kind: rule.kind, memberId })))
    .filter(
      ({ kind, memberId }) => kind === 'due' || event.actorKind === 'system' || memberId !== event.actorId,
    );
  const assigned = new Set(told.filter(({ kind }) => kind === 'assigned').map(({ memberId }) => memberId));
  const kept = told.filter(({ kind, memberId }) => kind !== 'status-changed' || !assigned.has(memberId));
  return [...new Map(kept.map((one) => [`${one.kind} ${one.memberId}`, one])).values()];
}

function concerned<Entity>(rule: NotificationRule<Entity>, verb: string, event: NotifiedEvent): string[] {
  switch (rule.kind) {
    case 'assigned':
    case 'invited':
      return added(idsIn, event, rule.to);
    case 'mentioned':
      return added(named, event, rule.in);
    case 'status-changed':
      return event.changes?.[rule.of] === undefined ? [] : idsIn(event.record[rule.to]);
    case 'due':
      return rule.verbs.includes(verb) ? idsIn(event.record[rule.to]) : [];
  }
}

/** What a field says now and did not say before the event. */
function added(
  read: (value: unknown) => string[],
  { changes, record }: NotifiedEvent,
  field: string,
): string[] {
  if (changes === null) return read(record[field]);
  const change = changes[field];
  if (change === undefined) return [];
  const before = new Set(read(change.old));
  return read(change.new).filter((id) => !before.has(id));
}

function idsIn(value: unknown): string[] {
  return [value].flat().flatMap((one: unknown) => {
    const id: unknown = typeof one === 'object' && one !== null ? Reflect.get(one, 'userId') : one;
    return typeof id === 'string' ? [id] : [];
  });
}

/** Those whom a text names, or whose ids a list holds. */
function named(value: unknown): string[] {
  const ids = typeof value === 'string' ? mentionsIn(value) : idsIn(value);
  return ids.length > MOST_MENTIONS ? [] : ids;
}

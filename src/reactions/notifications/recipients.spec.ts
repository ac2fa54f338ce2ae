import { describe, expect, it } from '@jest/globals';
import type { NotificationRule } from '../../platform/resource/events/notification-rule.js';
import { recipientsOf } from './recipients.js';

const ADA = '0190b2a0-0000-7000-8000-00000000000a';
const BOB = '0190b2a0-0000-7000-8000-00000000000b';
const EVE = '0190b2a0-0000-7000-8000-00000000000e';

const name = (id: string) => `@[Somebody](user:${id})`;

interface Sample {
  ownerId: string;
  guestIds: string[];
  status: string;
  body: string;
}

const RULES: NotificationRule<Sample>[] = [
  { kind: 'assigned', to: 'ownerId' },
  { kind: 'assigned', to: 'guestIds' },
  { kind: 'status-changed', to: 'ownerId', of: 'status' },
  { kind: 'mentioned', in: 'body' },
  { kind: 'due', to: 'ownerId', verbs: ['due'] },
];

function told(
  type: string,
  changes: Record<string, [unknown, unknown]> | null,
  record: Record<string, unknown>,
  actorId = ADA,
) {
  const facts =
    changes &&
    Object.fromEntries(Object.entries(changes).map(([field, [old, now]]) => [field, { old, new: now }]));
  const event = { type, actorKind: 'user', actorId, changes: facts, record };
  return recipientsOf(RULES, event).map(({ kind, memberId }) => [kind, memberId]);
}

describe('whom an event concerns', () => {
  it('who is given a new record, and whom its texts name', () => {
    const record = {
      ownerId: BOB,
      guestIds: [EVE, ADA],
      status: 'new',
      body: `Ask ${name(EVE)} and ${name(ADA)}`,
    };
    expect(told('sample.created', null, record)).toEqual([
      ['assigned', BOB],
      ['assigned', EVE],
      ['mentioned', EVE],
    ]);
  });

  it('who is named or given it by a change, and was not before', () => {
    const record = { ownerId: BOB, guestIds: [EVE], body: '' };
    const changes: Record<string, [unknown, unknown]> = {
      guestIds: [[BOB], [BOB, EVE]],
      body: [name(BOB), `${name(BOB)} ${name(EVE.toUpperCase())} @[Nobody](user:nobody)`],
    };
    expect(told('sample.updated', changes, record)).toEqual([
      ['assigned', EVE],
      ['mentioned', EVE],
    ]);
  });

  it('the owner of what another moves on, unless they are given it at the same time', () => {
    const moved: Record<string, [unknown, unknown]> = { status: ['new', 'won'] };
    expect(told('sample.updated', moved, { ownerId: BOB })).toEqual([['status-changed', BOB]]);
    expect(told('sample.updated', moved, { ownerId: ADA })).toEqual([]);
    expect(told('sample.updated', { ...moved, ownerId: [ADA, BOB] }, { ownerId: BOB })).toEqual([
      ['assigned', BOB],
    ]);
  });

  it('the owner of what is due, whoever made it so; nobody when it is gone', () => {
    expect(told('sample.due', {}, { ownerId: ADA })).toEqual([['due', ADA]]);
    expect(told('sample.deleted', { ownerId: [null, BOB] }, { ownerId: BOB })).toEqual([]);
    expect(told('sample.updated', { ownerId: [BOB, null] }, { ownerId: null })).toEqual([]);
  });
});

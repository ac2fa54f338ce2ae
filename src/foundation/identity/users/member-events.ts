import { Injectable } from '@nestjs/common';
import type { FieldChange, JournalEntry } from '../../../platform/journal/journal-event.js';
import { Journal } from '../../../platform/journal/journal.js';
import { changedFields } from '../../../platform/resource/writes/record-changes.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { UserDto } from './dto/user.dto.js';
import type { Member } from './member.entity.js';
import { userView } from './user-view.js';

const NAME = 'user';
const VERBS = ['created', 'joined', 'updated', 'role-changed', 'deactivated', 'reactivated'] as const;

type Verb = (typeof VERBS)[number];
type Changes = Readonly<Record<string, FieldChange>>;

/** Tells the tenant's journal of its members: who came, and what became of them. */
@Injectable()
export class MemberEvents {
  constructor(
    private readonly journal: Journal,
    registry: ResourceRegistry,
  ) {
    registry.announce({ name: NAME, plural: 'users', dto: UserDto, verbs: VERBS });
  }

  /** Call it before the transaction of a change. */
  prepare(): Promise<void> {
    return this.journal.prepare();
  }

  /** In the transaction that has made the member. */
  async added(verb: 'created' | 'joined', member: Member): Promise<void> {
    await this.journal.writeAll([entryOf(verb, member, null)]);
  }

  /** In the transaction that has opened a member's place again. @returns the version that the member has now */
  async rejoined(before: Member, after: Member): Promise<number> {
    const version = before.version + 1;
    const changes = changesBetween(before, after);
    await this.journal.writeAll([entryOf('joined', { ...after, version }, changes)]);
    return version;
  }

  /**
   * In the transaction of a change, with the member locked. A change of several kinds is told by an event for each, as
   * if they had been made one after the other.
   *
   * @returns the version that the member has now
   */
  async changed(before: Member, after: Member): Promise<number> {
    const entries: JournalEntry[] = [];
    let member = before;
    for (const [verb, changes] of kindsOf(changesBetween(before, after))) {
      const fields = Object.fromEntries(
        Object.entries(changes).map(([field, change]) => [field, change.new]),
      );
      const { version, updatedAt } = { version: member.version + 1, updatedAt: after.updatedAt };
      member = { ...member, ...fields, version, updatedAt };
      entries.push(entryOf(verb, member, changes));
    }
    await this.journal.writeAll(entries);
    return member.version;
  }
}

/** Only what a member can become; the times and the version tell of themselves. */
function changesBetween(before: Member, after: Member): Changes {
  const { name, email, role, teamId, active } = after;
  return changedFields({ ...before }, { name, email, role, teamId, active });
}

function kindsOf({ role, active, ...others }: Changes): (readonly [Verb, Changes])[] {
  const kinds: (readonly [Verb, Changes])[] = [];
  if (role !== undefined) kinds.push(['role-changed', { role }]);
  if (active !== undefined) kinds.push([active.new === true ? 'reactivated' : 'deactivated', { active }]);
  if (Object.keys(others).length > 0) kinds.push(['updated', others]);
  return kinds;
}

function entryOf(verb: Verb, member: Member, changes: Changes | null): JournalEntry {
  return {
    resource: NAME,
    recordId: member.id,
    type: `${NAME}.${verb}`,
    version: member.version,
    changes,
    record: { ...userView(member) },
  };
}

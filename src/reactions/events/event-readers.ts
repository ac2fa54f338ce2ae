import { Injectable } from '@nestjs/common';
import { AuthenticationError } from '../../kernel/errors.js';
import { AccessPolicy } from '../../platform/access/access-policy.js';
import { currentAccess, currentActor } from '../../platform/context/request-context.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { EventReader } from '../../platform/resource/events/event-rights.js';

/** The caller as a reader of events. */
@Injectable()
export class EventReaders {
  constructor(
    private readonly policy: AccessPolicy,
    private readonly database: TenantDatabase,
  ) {}

  /** With the rights that the request began with. */
  current(): EventReader {
    return { userId: currentActor().id, access: currentAccess() };
  }

  /** With the rights of now, for who has waited. @throws {AuthenticationError} 401 when they have left meanwhile */
  async renewed(): Promise<EventReader> {
    const actor = currentActor();
    const [member] = await this.database.query<{ role: string }>({
      name: 'event-reader',
      text: 'SELECT role FROM members WHERE id = $1 AND active',
      values: [actor.id],
    });
    if (member === undefined) throw new AuthenticationError('INVALID_TOKEN', 'You are no member any more');
    return { userId: actor.id, access: await this.policy.of({ ...actor, role: member.role }) };
  }
}

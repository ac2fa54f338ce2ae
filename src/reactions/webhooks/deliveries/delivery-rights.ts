import { Injectable } from '@nestjs/common';
import { AccessPolicy } from '../../../platform/access/access-policy.js';
import { EventRights } from '../../../platform/resource/events/event-rights.js';
import { readerOf } from '../endpoints/index.js';
import type { ClaimedDelivery } from './claimed-delivery.js';

/** What the owner of an endpoint may see of an event, at the moment it is sent. */
@Injectable()
export class DeliveryRights {
  constructor(
    private readonly access: AccessPolicy,
    private readonly rights: EventRights,
  ) {}

  /** @returns the fields that the owner may not see; undefined when the whole record is not the owner's to see. */
  async hiddenFields({
    owner,
    event,
  }: Pick<ClaimedDelivery, 'owner' | 'event'>): Promise<ReadonlySet<string> | undefined> {
    const reader = readerOf(owner);
    if (reader === undefined) return undefined;
    const { id, resource, record } = event;
    const access = await this.access.of(reader);
    const judged = { id, resource, recordId: String(record['id']) };
    return this.rights.hiddenIn({ userId: reader.id, access }, judged);
  }
}

import { Injectable } from '@nestjs/common';
import { AccessPolicy } from '../../../platform/access/access-policy.js';
import { OwnerCheck } from '../../../platform/access/owner-check.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { readerOf } from '../endpoints/index.js';
import type { ClaimedDelivery } from './claimed-delivery.js';

/** What the owner of an endpoint may see of an event, at the moment it is sent. */
@Injectable()
export class DeliveryRights {
  constructor(
    private readonly access: AccessPolicy,
    private readonly owners: OwnerCheck,
    private readonly registry: ResourceRegistry,
  ) {}

  /** @returns the fields that the owner may not see; undefined when the whole record is not the owner's to see. */
  async hiddenFields({ owner, event }: ClaimedDelivery): Promise<ReadonlySet<string> | undefined> {
    const plural = this.registry.find(event.resource)?.descriptor.plural;
    const reader = readerOf(owner);
    if (plural === undefined || reader === undefined) return undefined;
    const access = await this.access.of(reader);
    const reach = access.reach(`${plural}:read`);
    if (reach === undefined) return undefined;
    const scope = reach === 'any' ? undefined : { reach, userId: reader.id };
    const recordOwner = event.record['ownerId'];
    const isReached = await this.owners.admits(scope, typeof recordOwner === 'string' ? recordOwner : null);
    return isReached ? access.hiddenFields(plural) : undefined;
  }
}

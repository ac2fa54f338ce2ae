import { Injectable } from '@nestjs/common';
import type { Access } from '../../../platform/access/access.js';
import { AccessPolicy } from '../../../platform/access/access-policy.js';
import { currentContext, runInContext } from '../../../platform/context/request-context.js';
import { EventFilters } from '../../../platform/resource/events/event-filters.js';
import { EventRights, type JudgedEvent } from '../../../platform/resource/events/event-rights.js';
import { UnknownFieldError } from '../../../platform/resource/lists/list-filters.js';
import type { RecordSnapshot } from '../../../platform/resource/record-snapshot.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { type EndpointOwner, readerOf } from './endpoint-owner.js';

export interface FilterOfOwner {
  readonly filter: unknown;
  readonly owner: EndpointOwner;
}

/** An event with the record as it was. */
export interface FilteredEvent extends JudgedEvent {
  readonly record: RecordSnapshot;
}

export type FilterVerdict =
  /** Of these events the filter is true, or they are not the owner's to see: then nobody learns which. */
  | { readonly kind: 'judged'; readonly ids: ReadonlySet<string> }
  /** Records of this type have no such field. */
  | { readonly kind: 'unknown' }
  /** The owner may not filter so, or not any more. */
  | { readonly kind: 'refused' };

/** Judges events by the filter of an endpoint, within its owner's rights of now. */
@Injectable()
export class SubscriptionFilters {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly access: AccessPolicy,
    private readonly rights: EventRights,
    private readonly filters: EventFilters,
  ) {}

  /**
   * One statement, however many events.
   *
   * @param resource of all the events: `lead`
   */
  async judge(
    { filter, owner }: FilterOfOwner,
    resource: string,
    events: readonly FilteredEvent[],
  ): Promise<FilterVerdict> {
    const registered = this.registry.find(resource);
    if (registered === undefined) return { kind: 'unknown' };
    if (!(await this.isPermitted({ filter, owner }, resource)))
      return { kind: (await this.isUnknown(filter, resource)) ? 'unknown' : 'refused' };
    const judged = await this.asOwner(owner, async (access) => {
      const visible = await this.rights.judge({ userId: owner.id, access }, events);
      const seen = events.filter(({ id }) => visible.has(id));
      const records = seen.map(({ record }) => record);
      const isTrue = await registered.service.matching(filter, records);
      const missed = new Set(seen.filter((_event, index) => isTrue[index] !== true).map(({ id }) => id));
      return new Set(events.map(({ id }) => id).filter((id) => !missed.has(id)));
    });
    return judged === undefined ? { kind: 'refused' } : { kind: 'judged', ids: judged };
  }

  /** Whether the owner may filter such records so, now. */
  async isPermitted({ filter, owner }: FilterOfOwner, resource: string): Promise<boolean> {
    const refusal = await this.asOwner(owner, async () => {
      return { error: await this.filters.refusal(filter, resource) };
    });
    return refusal !== undefined && refusal.error === undefined;
  }

  private async isUnknown(filter: unknown, resource: string): Promise<boolean> {
    return (await this.filters.refusal(filter, resource)) instanceof UnknownFieldError;
  }

  /** Undefined when the owner is nobody any more. */
  private async asOwner<Result>(
    owner: EndpointOwner,
    work: (access: Access) => Promise<Result>,
  ): Promise<Result | undefined> {
    const actor = readerOf(owner);
    if (actor === undefined) return undefined;
    const access = await this.access.of(actor);
    return runInContext({ ...currentContext(), actor, access }, () => work(access));
  }
}

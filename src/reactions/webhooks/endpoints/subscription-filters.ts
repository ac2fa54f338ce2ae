import { Injectable } from '@nestjs/common';
import type { Access } from '../../../platform/access/access.js';
import { AccessPolicy } from '../../../platform/access/access-policy.js';
import { currentContext, runInContext } from '../../../platform/context/request-context.js';
import { EventRights, type JudgedEvent } from '../../../platform/resource/event-rights.js';
import { UnknownFieldError } from '../../../platform/resource/list-filters.js';
import type { RecordSnapshot } from '../../../platform/resource/record-snapshot.js';
import { type RegisteredResource, ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { refusalOf } from './endpoint-rules.js';
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
      return { kind: (await this.isUnknown(registered, filter)) ? 'unknown' : 'refused' };
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
    const registered = this.registry.find(resource);
    if (registered === undefined) return false;
    const check = () => registered.service.checkSearch({ filter });
    const refusal = await this.asOwner(owner, async () => ({ error: await refusalOf(check) }));
    return refusal !== undefined && refusal.error === undefined;
  }

  private async isUnknown({ service }: RegisteredResource, filter: unknown): Promise<boolean> {
    return (await refusalOf(() => service.checkSearch({ filter }))) instanceof UnknownFieldError;
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

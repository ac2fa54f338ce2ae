import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { PermissionDeniedError, ValidationError } from '../../../kernel/errors.js';
import { currentAccess, currentActor } from '../../../platform/context/request-context.js';
import { EventFilters } from '../../../platform/resource/events/event-filters.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RegisteredResource } from '../../../platform/resource/resource-registry.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { WorkingTimes } from '../business-hours/index.js';
import { type NamedId, teamsIn, usersIn } from './escalation-names.js';
import { faultsOfPolicy } from './policy-faults.js';
import { SlaPolicyBook } from './sla-policy-book.js';
import type { SlaPolicy } from './sla-policy.entity.js';
import { TooManySlaPoliciesError } from './sla-policy.errors.js';
import { slaPolicyResource } from './sla-policy.policy.js';
import { MOST_POLICIES } from './sla-limits.js';

const USERS = 'SELECT id FROM members WHERE id = ANY ($1::uuid[])';
const TEAMS = 'SELECT id FROM teams WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL';
const HOURS = 'SELECT id FROM business_hours WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL';
const COUNT = 'SELECT count(*)::integer AS count FROM sla_policies WHERE deleted_at IS NULL';

/** What a tenant promises for its records. */
@Injectable()
export class SlaPoliciesService extends ResourceService<SlaPolicy> {
  constructor(
    foundation: RecordFoundation,
    private readonly filters: EventFilters,
    private readonly hours: WorkingTimes,
    private readonly book: SlaPolicyBook,
  ) {
    super(slaPolicyResource, foundation);
  }

  protected override async complete(draft: SlaPolicy, input: Partial<SlaPolicy>): Promise<void> {
    Object.assign(draft, rightsOfCaller());
    if (input.businessHoursId === undefined) draft.businessHoursId = await this.hours.defaultId();
  }

  protected override async check(after: SlaPolicy, before: SlaPolicy | undefined): Promise<void> {
    const { descriptor } = this.measured(after);
    const faults = faultsOfPolicy(after, descriptor.serviceLevel ?? { resolution: NEVER });
    if (faults.length > 0) throw new ValidationError(faults);
    const isNew = (field: keyof SlaPolicy): boolean => !isDeepStrictEqual(after[field], before?.[field]);
    if (after.conditions !== null && (isNew('conditions') || isNew('resource')))
      await this.refuseConditions(after);
    if (isRedirected(after, before)) this.requireActions(after, descriptor.plural);
  }

  protected override async examine(writes: readonly RecordWrite<SlaPolicy>[]): Promise<void> {
    const written = writes.filter(({ verb }) => verb === 'created' || verb === 'updated');
    for (const { before, after } of written)
      if (before !== undefined && isRedirected(after, before)) Object.assign(after, rightsOfCaller());
    const restored = writes.filter(({ verb }) => verb === 'restored');
    await this.refuseUnknown(written, ({ escalations }) => usersIn(escalations), USERS);
    await this.refuseUnknown(written, ({ escalations }) => teamsIn(escalations), TEAMS);
    await this.refuseUnknown(restored, hoursIn, HOURS);
    await this.refuseTooMany([...writes.filter(({ verb }) => verb === 'created'), ...restored]);
  }

  protected override follow(): void {
    this.foundation.database.onCommit(() => this.book.forget());
  }

  /** @throws {ValidationError} for records of which nothing is measured */
  private measured({ resource }: SlaPolicy): RegisteredResource {
    const all = this.foundation.registry.list().filter(({ descriptor }) => descriptor.serviceLevel);
    const found = all.find(({ descriptor }) => descriptor.name === resource);
    if (found !== undefined) return found;
    const names = all.map(({ descriptor: { name } }) => name).join(', ');
    throw new ValidationError([{ field: 'resource', message: `must be one of ${names}` }]);
  }

  private async refuseConditions({ conditions, resource }: SlaPolicy): Promise<void> {
    const refusal = await this.filters.refusal(conditions, resource);
    if (refusal !== undefined) throw refusal;
  }

  /** Whoever lets the product change records must be able to change them all. @throws {PermissionDeniedError} */
  private requireActions({ escalations }: SlaPolicy, plural: string): void {
    const changes = escalations.some(({ actions }) => actions.some(({ type }) => type !== 'notify'));
    const permission = `${plural}:update`;
    if (changes && currentAccess().reach(permission) !== 'any')
      throw PermissionDeniedError.lacking(permission);
  }

  private async refuseUnknown(
    writes: readonly RecordWrite<SlaPolicy>[],
    namedIn: (policy: SlaPolicy) => NamedId[],
    text: string,
  ): Promise<void> {
    const ids = writes.flatMap(({ after }) => namedIn(after).map(({ id }) => id));
    if (ids.length === 0) return;
    const rows = await this.foundation.database.query<{ id: string }>({ text, values: [ids] });
    const known = new Set(rows.map(({ id }) => id));
    for (const write of writes) {
      const missing = namedIn(write.after).filter(({ id }) => !known.has(id));
      if (missing.length > 0)
        write.refuse(new ValidationError(missing.map(({ field }) => ({ field, message: 'does not exist' }))));
    }
  }

  private async refuseTooMany(writes: readonly RecordWrite<SlaPolicy>[]): Promise<void> {
    if (writes.length === 0) return;
    const [row] = await this.foundation.database.query<{ count: number }>({ text: COUNT });
    const left = Math.max(0, MOST_POLICIES - (row?.count ?? 0));
    for (const write of writes.slice(left)) write.refuse(new TooManySlaPoliciesError(MOST_POLICIES));
  }
}

const NEVER = { field: 'id', values: [] } as const;

/** Of a policy that comes back: what it counted by may have gone meanwhile. */
function hoursIn({ businessHoursId }: SlaPolicy): NamedId[] {
  return businessHoursId === null ? [] : [{ field: 'businessHoursId', id: businessHoursId }];
}

function rightsOfCaller(): Pick<SlaPolicy, 'rightsUserId' | 'rightsApiKeyId'> {
  const { id, apiKeyId } = currentActor();
  return { rightsUserId: id, rightsApiKeyId: apiKeyId ?? null };
}

/** What a policy does is done with the rights of who said so. */
function isRedirected(after: SlaPolicy, before: SlaPolicy | undefined): boolean {
  return (['resource', 'conditions', 'escalations'] as const).some(
    (field) => !isDeepStrictEqual(after[field], before?.[field]),
  );
}

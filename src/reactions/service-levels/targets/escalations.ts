import { Injectable, Logger } from '@nestjs/common';
import { AccessPolicy } from '../../../platform/access/access-policy.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { RecordEntity } from '../../../platform/resource/record.entity.js';
import type { RegisteredResource } from '../../../platform/resource/resource-registry.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { actorOf, type EscalationAction, type PolicyAuthor } from '../policies/index.js';
import type { SlaTarget } from './sla-target.entity.js';

const PEOPLE = `SELECT id FROM members WHERE active AND kind = 'person' AND (id = ANY ($1::uuid[]) OR team_id = ANY ($2::uuid[]))
  ORDER BY id LIMIT 200`;

type Fields = Partial<RecordEntity>;

/** Does what policies want to be done about targets. Records are changed by their own services, as the product itself. */
@Injectable()
export class Escalations {
  private readonly logger = new Logger(Escalations.name);

  constructor(
    private readonly registry: ResourceRegistry,
    private readonly access: AccessPolicy,
    private readonly database: TenantDatabase,
  ) {}

  /**
   * In the transaction that notes that it was done. What a record's rules refuse is left out.
   *
   * @param author whose rights decide what may be changed, now
   * @returns the users who are told of it
   */
  async perform(
    target: SlaTarget,
    actions: readonly EscalationAction[],
    author: PolicyAuthor,
  ): Promise<string[]> {
    const registered = this.registry.find(target.resource);
    const priority = registered?.descriptor.serviceLevel?.priority;
    for (const { type, userId = null } of actions) {
      if (registered === undefined || type === 'notify') continue;
      if (type === 'assign')
        await this.write(registered, target, author, 'ownerId', () => ({ ownerId: userId }));
      else if (priority !== undefined)
        await this.write(registered, target, author, priority.field, (before) =>
          raised(before, priority.field, priority.values),
        );
    }
    return this.people(
      actions.filter(({ type }) => type === 'notify'),
      target,
    );
  }

  private async write(
    { descriptor, service }: RegisteredResource,
    { recordId }: SlaTarget,
    author: PolicyAuthor,
    field: string,
    fieldsFor: (before: RecordEntity) => Fields,
  ): Promise<void> {
    const actor = actorOf(author);
    const access = actor && (await this.access.of(actor));
    const { plural } = descriptor;
    const isPermitted =
      access?.reach(`${plural}:update`) === 'any' && !access.readOnlyFields(plural).has(field);
    if (!isPermitted) {
      this.logger.warn(`An escalation may not change ${field} of ${plural} any more: its author may not`);
      return;
    }
    const { results } = await service.updateMany([recordId], fieldsFor);
    for (const { error } of results)
      if (error !== undefined) this.logger.warn(`An escalation of ${plural} was refused: ${error.code}`);
  }

  private async people(actions: readonly EscalationAction[], { ownerId }: SlaTarget): Promise<string[]> {
    if (actions.length === 0) return [];
    const owners = actions.some(({ owner }) => owner === true) && ownerId !== null ? [ownerId] : [];
    const users = [...owners, ...actions.flatMap(({ userIds = [] }) => userIds)];
    const teams = actions.flatMap(({ teamId = null }) => (teamId === null ? [] : [teamId]));
    const rows = await this.database.query<{ id: string }>({ text: PEOPLE, values: [users, teams] });
    return rows.map(({ id }) => id);
  }
}

/** The next higher priority; the lowest for a record that has none. */
function raised(before: RecordEntity, field: string, values: readonly string[]): Fields {
  const next = values[values.indexOf(String(Reflect.get(before, field))) + 1];
  return next === undefined ? {} : { [field]: next };
}

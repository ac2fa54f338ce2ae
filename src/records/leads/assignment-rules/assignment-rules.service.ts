import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { ConflictError, type ErrorDetail, ValidationError } from '../../../kernel/errors.js';
import { currentAccess } from '../../../platform/context/request-context.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import type { AssignmentRule } from './assignment-rule.entity.js';
import { assignmentRuleResource } from './assignment-rule.policy.js';
import { AssignmentTurns, MOST_RULES } from './assignment-turns.js';
import { faultOf } from './lead-condition.js';

const KNOWN_USERS = 'SELECT id FROM members WHERE id = ANY ($1::uuid[])';
const KNOWN_TEAMS = 'SELECT id FROM teams WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL';
const COUNT = 'SELECT count(*)::integer AS count FROM assignment_rules WHERE deleted_at IS NULL';

/** Who gets the leads that come without an owner. */
@Injectable()
export class AssignmentRulesService extends ResourceService<AssignmentRule> {
  constructor(
    foundation: RecordFoundation,
    private readonly turns: AssignmentTurns,
  ) {
    super(assignmentRuleResource, foundation);
  }

  protected override check(
    { conditions, userIds, teamId }: AssignmentRule,
    before: AssignmentRule | undefined,
  ): void {
    const hidden = currentAccess().hiddenFields('leads');
    const isKept = isDeepStrictEqual(conditions, before?.conditions);
    const faults: ErrorDetail[] = (isKept ? [] : conditions).flatMap((condition, index) => {
      const message = faultOf(condition, hidden);
      return message === undefined ? [] : [{ field: `conditions.${index}`, message }];
    });
    if (userIds.length === 0 && teamId === null)
      faults.push({ field: 'userIds', message: 'or teamId is required' });
    if (faults.length > 0) throw new ValidationError(faults);
  }

  protected override async examine(writes: readonly RecordWrite<AssignmentRule>[]): Promise<void> {
    for (const { after } of writes) after.userIds = [...new Set(after.userIds)];
    const users = await this.known(
      KNOWN_USERS,
      writes.flatMap(({ after }) => after.userIds),
    );
    const teams = await this.known(
      KNOWN_TEAMS,
      writes.flatMap(({ after: { teamId } }) => (teamId === null ? [] : [teamId])),
    );
    for (const write of writes.filter(({ verb }) => verb !== 'deleted')) {
      const { userIds, teamId } = write.after;
      const faults = userIds.flatMap((id, index) =>
        users.has(id) ? [] : [{ field: `userIds.${index}`, message: 'does not exist' }],
      );
      if (teamId !== null && !teams.has(teamId)) faults.push({ field: 'teamId', message: 'does not exist' });
      if (faults.length > 0) write.refuse(new ValidationError(faults));
    }
    await this.refuseTooMany(writes);
  }

  protected override async follow(writes: readonly RecordWrite<AssignmentRule>[]): Promise<void> {
    await this.turns.open(writes.map(({ after }) => after.id));
    this.foundation.database.onCommit(() => this.turns.forget());
  }

  private async refuseTooMany(writes: readonly RecordWrite<AssignmentRule>[]): Promise<void> {
    const added = writes.filter(({ verb }) => verb === 'created' || verb === 'restored');
    if (added.length === 0) return;
    const [row] = await this.foundation.database.query<{ count: number }>({ text: COUNT });
    const left = Math.max(0, MOST_RULES - (row?.count ?? 0));
    for (const write of added.slice(left))
      write.refuse(
        new ConflictError(`A tenant may have ${MOST_RULES} assignment rules`, {}, 'LIMIT_REACHED'),
      );
  }

  private async known(text: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const rows = await this.foundation.database.query<{ id: string }>({ text, values: [ids] });
    return new Set(rows.map(({ id }) => id));
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { RecentReads } from '../../../platform/cache/recent-reads.js';
import { currentTenant } from '../../../platform/context/request-context.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { PersonalDataStores } from '../../../platform/privacy/personal-data-stores.js';
import { RedactedTable } from '../../../platform/privacy/redacted-table.js';
import type { LeadCondition } from './lead-condition.js';

/** Of a tenant; they are all asked for a new lead. */
export const MOST_RULES = 200;

/** A rule that is on, and who may get leads by it now: active users in the order of their ids. */
export interface RuleInForce {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly conditions: readonly LeadCondition[];
  readonly userIds: readonly string[];
}

interface Turn {
  readonly [column: string]: unknown;
  readonly ruleId: string;
  readonly lastUserId: string | null;
}

const ANY = `SELECT EXISTS (SELECT 1 FROM assignment_rules WHERE enabled AND deleted_at IS NULL) AS "any"`;
const READ = `SELECT rule.id, rule.conditions, ARRAY(
      SELECT member.id FROM members AS member
      WHERE member.active
        AND (member.id = ANY (rule.user_ids) OR (member.team_id = rule.team_id AND member.kind = 'person'))
      ORDER BY member.id
    ) AS "userIds"
  FROM assignment_rules AS rule WHERE rule.enabled AND rule.deleted_at IS NULL
  ORDER BY rule.position, rule.created_at, rule.id LIMIT ${MOST_RULES}`;
const OPEN = `INSERT INTO assignment_turns (rule_id) SELECT * FROM unnest($1::uuid[]) ON CONFLICT DO NOTHING`;
const LOCK = `SELECT rule_id AS "ruleId", last_user_id AS "lastUserId" FROM assignment_turns
  WHERE rule_id = ANY ($1::uuid[]) ORDER BY rule_id FOR UPDATE`;
const MOVE = `UPDATE assignment_turns SET last_user_id = moved.user_id
  FROM unnest($1::uuid[], $2::uuid[]) AS moved (rule_id, user_id) WHERE assignment_turns.rule_id = moved.rule_id`;

/** The rules in force, and whose turn it is by each. */
@Injectable()
export class AssignmentTurns {
  private readonly existence: RecentReads<boolean>;

  constructor(
    private readonly database: TenantDatabase,
    clock: Clock,
    stores: PersonalDataStores,
  ) {
    const facts = { table: 'assignment_rules', columns: ['name', 'conditions'] };
    stores.add(new RedactedTable(database, { name: 'assignmentRules', ...facts }));
    this.existence = new RecentReads(clock);
  }

  /** Whether the tenant has rules that are on; what another process changed shows within a second. */
  hasRules(): Promise<boolean> {
    return this.existence.get(currentTenant().id, async () => {
      const [row] = await this.database.query<{ any: boolean }>({ name: 'assignment-any', text: ANY });
      return row?.any === true;
    });
  }

  forget(): void {
    this.existence.forget(currentTenant().id);
  }

  rules(): Promise<RuleInForce[]> {
    return this.database.query<RuleInForce>({ name: 'assignment-rules', text: READ });
  }

  /** New rules begin with their first user. */
  async open(ruleIds: readonly string[]): Promise<void> {
    await this.database.execute({ text: OPEN, values: [ruleIds] });
  }

  /** Who was last, by rule. Until the transaction ends nobody else takes a turn; locked in one order by everybody. */
  async take(ruleIds: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    const turns = await this.database.query<Turn>({ text: LOCK, values: [ruleIds] });
    return new Map(turns.map(({ ruleId, lastUserId }) => [ruleId, lastUserId]));
  }

  async move(last: ReadonlyMap<string, string>): Promise<void> {
    await this.database.execute({ text: MOVE, values: [[...last.keys()], [...last.values()]] });
  }
}

import { Injectable } from '@nestjs/common';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import type { Lead } from '../lead.entity.js';
import { AssignmentTurns, type RuleInForce } from './assignment-turns.js';
import { meets } from './lead-condition.js';

/** Finds owners for leads by the tenant's rules: in turn, each active user once before anybody twice. */
@Injectable()
export class LeadAssignment {
  constructor(private readonly turns: AssignmentTurns) {}

  /** False saves a new lead its transaction. */
  hasRules(): Promise<boolean> {
    return this.turns.hasRules();
  }

  /** Gives an owner to those that have none and meet a rule; a handful of queries, however many they are. */
  async assign(writes: readonly RecordWrite<Lead>[]): Promise<void> {
    const open = writes.filter(({ after }) => after.ownerId === null);
    if (open.length === 0 || !(await this.turns.hasRules())) return;
    const owners = await this.chooseAll(open.map(({ after }) => after));
    for (const { after } of open) after.ownerId = owners.get(after.id) ?? null;
  }

  /**
   * Whose turn it is for a lead, inside a transaction that gives it to them.
   *
   * @param ruleId the one rule to ask, whatever its conditions; default the first that the lead meets
   * @returns undefined when no rule has anybody for it
   */
  async choose(lead: Lead, ruleId?: string): Promise<string | undefined> {
    return (await this.chooseAll([lead], ruleId)).get(lead.id);
  }

  /** Owners by the id of their lead. */
  private async chooseAll(leads: readonly Lead[], ruleId?: string): Promise<ReadonlyMap<string, string>> {
    const rules = (await this.turns.rules()).filter(
      ({ id, userIds }) => userIds.length > 0 && (ruleId === undefined || id === ruleId),
    );
    const matches = leads.flatMap((lead) => {
      const rule = rules.find(({ conditions }) => {
        return ruleId !== undefined || conditions.every((condition) => meets(lead, condition));
      });
      return rule === undefined ? [] : [{ lead, rule }];
    });
    if (matches.length === 0) return new Map();
    const before = await this.turns.take([...new Set(matches.map(({ rule }) => rule.id))]);
    const last = new Map<string, string>();
    const owners = new Map<string, string>();
    for (const { lead, rule } of matches) {
      const next = nextUser(rule, last.get(rule.id) ?? before.get(rule.id) ?? null);
      if (next === undefined) continue;
      last.set(rule.id, next);
      owners.set(lead.id, next);
    }
    await this.turns.move(last);
    return owners;
  }
}

/** The first user after the last one, round the circle; who left it meanwhile leaves no gap. */
function nextUser({ userIds }: RuleInForce, last: string | null): string | undefined {
  const [first] = userIds;
  return last === null ? first : (userIds.find((id) => id > last) ?? first);
}

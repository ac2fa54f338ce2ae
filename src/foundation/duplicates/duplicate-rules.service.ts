import { Injectable } from '@nestjs/common';
import { ConflictError, type ErrorDetail, ValidationError } from '../../kernel/errors.js';
import { DuplicateFields } from '../../platform/resource/duplicates/duplicate-fields.js';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import type { RecordWrite } from '../../platform/resource/writes/record-write.js';
import { ResourceService } from '../../platform/resource/resource.service.js';
import type { DuplicateRule } from './duplicate-rule.entity.js';
import { duplicateRuleResource } from './duplicate-rule.policy.js';
import { MOST_RULES, TenantDuplicateRules } from './tenant-duplicate-rules.js';

const COUNT = 'SELECT count(*)::integer AS count FROM duplicate_rules WHERE deleted_at IS NULL';

/** By what a tenant finds records to be there twice. */
@Injectable()
export class DuplicateRulesService extends ResourceService<DuplicateRule> {
  constructor(
    foundation: RecordFoundation,
    private readonly rules: TenantDuplicateRules,
  ) {
    super(duplicateRuleResource, foundation);
  }

  protected override check(rule: DuplicateRule): void {
    const { descriptor } = this.foundation.registry.findByPath(rule.resource) ?? {};
    const known = descriptor?.plural === rule.resource ? descriptor.duplicates : undefined;
    if (known === undefined) {
      const all = this.foundation.registry.list().map((one) => one.descriptor);
      const names = all.filter(({ duplicates }) => duplicates !== undefined).map(({ plural }) => plural);
      throw new ValidationError([{ field: 'resource', message: `must be one of ${names.join(', ')}` }]);
    }
    const faults = faultsOf(rule, new DuplicateFields(known));
    if (faults.length > 0) throw new ValidationError(faults);
  }

  protected override async examine(writes: readonly RecordWrite<DuplicateRule>[]): Promise<void> {
    const added = writes.filter(({ verb }) => verb === 'created' || verb === 'restored');
    if (added.length === 0) return;
    const [row] = await this.foundation.database.query<{ count: number }>({ text: COUNT });
    const left = Math.max(0, MOST_RULES - (row?.count ?? 0));
    for (const write of added.slice(left))
      write.refuse(new ConflictError(`A tenant may have ${MOST_RULES} duplicate rules`, {}, 'LIMIT_REACHED'));
  }

  protected override follow(): void {
    this.foundation.database.onCommit(() => this.rules.forget());
  }
}

function faultsOf({ conditions, action }: DuplicateRule, fields: DuplicateFields): ErrorDetail[] {
  const faults = conditions.flatMap(({ field, match }, index): ErrorDetail[] => {
    const place = `conditions.${index}`;
    const kind = fields.find(field);
    if (kind === undefined)
      return [{ field: `${place}.field`, message: `must be one of ${fields.names.join(', ')}` }];
    if (conditions.findIndex((one) => one.field === field) !== index)
      return [{ field: `${place}.field`, message: 'is named twice' }];
    if (match !== 'fuzzy') return [];
    if (kind === 'id') return [{ field: `${place}.match`, message: 'must not be fuzzy of an id' }];
    return action === 'block'
      ? [{ field: `${place}.match`, message: 'must not be fuzzy of a rule that blocks' }]
      : [];
  });
  const isFound = conditions.some(({ field, match }) => match !== 'fuzzy' && fields.isKey(field));
  if (faults.length === 0 && !isFound) {
    const names = fields.names.filter((name) => fields.isKey(name)).join(', ');
    faults.push({ field: 'conditions', message: `must have one that is exact or normalized, of ${names}` });
  }
  return faults;
}

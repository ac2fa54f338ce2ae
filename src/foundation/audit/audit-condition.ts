import { badFilter, type FilterOperator } from '../../platform/resource/lists/list-filters.js';
import type { FilterTree } from '../../platform/resource/lists/list-tree.js';

/** One of the conditions that all entries of a list fulfil. */
export interface AuditCondition {
  readonly field: string;
  readonly operator: FilterOperator;
  readonly values: readonly unknown[];
}

/** A filter without alternatives as its conditions. @throws {BadRequestError} for one that has some */
export function conditionsOf(tree: FilterTree): AuditCondition[] {
  switch (tree.kind) {
    case 'condition':
      return [{ field: tree.field.name, operator: tree.operator, values: tree.values }];
    case 'all':
      return tree.of.flatMap(conditionsOf);
    case 'any':
      return [oneOf(tree.of, 'in')];
    case 'not':
      return [oneOf(tree.of.kind === 'any' ? tree.of.of : [tree.of], 'nin')];
    case 'related':
      throw badFilter(tree.relation.name, 'is not a parameter of this list');
  }
}

/** Several moments; several days are more than this list can look for at once. */
function oneOf(parts: readonly FilterTree[], operator: 'in' | 'nin'): AuditCondition {
  const conditions = parts.flatMap(conditionsOf);
  const [{ field } = { field: 'filter' }] = conditions;
  if (conditions.some((condition) => condition.operator !== 'eq'))
    throw badFilter(field, 'takes several times, but not several days, and no day that is left out');
  return { field, operator, values: conditions.flatMap(({ values }) => values) };
}

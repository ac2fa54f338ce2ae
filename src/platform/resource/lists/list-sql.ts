import { scopeCondition } from '../../access/record-scope.js';
import { compileFilter } from './list-filters.js';
import type { BoundRelation, FilterTree } from './list-tree.js';

export type Bind = (value: unknown) => string;

/** The other table's name in a condition about a related record. */
const RELATED = 'related';

/** A checked filter as one SQL condition. @param alias of the record's table, as SQL */
export function compileTree(tree: FilterTree, alias: string, bind: Bind): string {
  switch (tree.kind) {
    case 'all':
      return joined(tree.of, ' AND ', alias, bind);
    case 'any':
      return joined(tree.of, ' OR ', alias, bind);
    case 'not':
      // NOT of what is neither true nor false would be neither as well: a null would be in no list.
      return `((${compileTree(tree.of, alias, bind)}) IS NOT TRUE)`;
    case 'related':
      return related(tree.relation, tree.of, alias, bind);
    case 'condition':
      return compileFilter(tree.field.column(alias), tree.operator, tree.values, bind);
  }
}

function joined(parts: readonly FilterTree[], word: string, alias: string, bind: Bind): string {
  const [only, ...others] = parts.map((part) => compileTree(part, alias, bind));
  return others.length === 0 ? (only ?? 'TRUE') : `(${[only, ...others].join(word)})`;
}

/** What the caller does not reach of the other table is not there. */
function related(relation: BoundRelation, of: FilterTree, alias: string, bind: Bind): string {
  const { source, scope } = relation;
  const conditions = [`${RELATED}."id" = ${relation.column(alias)}`];
  if (source.isRecord) {
    conditions.push(`${RELATED}."deleted_at" IS NULL`);
    if (scope !== undefined) conditions.push(scopeCondition(`${RELATED}."owner_id"`, scope, bind));
  }
  conditions.push(compileTree(of, RELATED, bind));
  return `EXISTS (SELECT 1 FROM "${source.table}" AS ${RELATED} WHERE ${conditions.join(' AND ')})`;
}

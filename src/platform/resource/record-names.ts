import type { DynamicField } from './custom-fields.js';
import type { ListNames } from './lists/list-conditions.js';
import { type FieldMap, ListFields } from './lists/list-fields.js';
import type { ListNeeds } from './lists/list-request.js';
import type { BoundRelation } from './lists/list-tree.js';
import type { RecordEntity } from './record.entity.js';
import type { RecordFoundation } from './record-foundation.js';
import type { RecordRelations } from './relations/record-relations.js';

const NO_FIELDS: ReadonlyMap<string, DynamicField> = new Map();
const NO_RELATIONS: ReadonlyMap<string, BoundRelation> = new Map();

/** What filters and orders of one record type may name, for the current caller. */
export class RecordNames<Entity extends RecordEntity> {
  constructor(
    private readonly plural: string,
    private readonly fields: FieldMap,
    private readonly relations: RecordRelations<Entity>,
    private readonly foundation: Pick<RecordFoundation, 'customFields'>,
  ) {}

  /** @throws {PermissionDeniedError} for a relation that the caller may not read */
  async find(needs: ListNeeds, hidden: ReadonlySet<string>): Promise<ListNames> {
    const dynamic =
      needs.customFields.length > 0
        ? await this.foundation.customFields.listFields(this.plural, needs.customFields)
        : NO_FIELDS;
    const own = new ListFields(this.fields, dynamic, hidden);
    if (needs.relations.size === 0) return { fields: own, relations: NO_RELATIONS };
    const bound = new Map<string, BoundRelation>();
    for (const [name, customFields] of needs.relations) {
      const relation = await this.relations.bind(name, hidden, customFields);
      if (relation !== undefined) bound.set(name, relation);
    }
    return { fields: own, relations: bound };
  }
}

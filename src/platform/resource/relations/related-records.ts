import { scopeCondition } from '../../access/record-scope.js';
import { currentAccess, currentTenant } from '../../context/request-context.js';
import { RECORD_TYPES } from '../../database/record-types.js';
import { declaredFields, type FieldMap } from '../lists/list-fields.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordFoundation } from '../record-foundation.js';
import type { RecordSerializer } from '../record-serializer.js';
import type { RecordTable } from '../record-table.js';
import type { RelatedSource, RelatedView } from './related-source.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import { scopeOn } from './record-within.js';
import { tellOfRead } from '../sensitive-reads.js';

/** The records of one type, as others point at them. */
export class RelatedRecords<Entity extends RecordEntity> implements RelatedSource {
  readonly plural: string;
  readonly table: string;
  readonly isRecord = true;
  readonly fields: FieldMap;
  private readonly statements: string;
  private readonly text: string;

  constructor(
    private readonly descriptor: ResourceDescriptor<Entity>,
    table: RecordTable<Entity>,
    private readonly serializer: RecordSerializer<Entity>,
    private readonly ground: Pick<RecordFoundation, 'database' | 'audit' | 'registry'>,
  ) {
    this.plural = descriptor.plural;
    this.table = table.table;
    this.statements = table.statements;
    this.fields = declaredFields(descriptor.policy, table);
    this.text = `SELECT ${table.selectionOf(serializer.fields)} FROM "${this.table}" WHERE "id" = ANY ($1) AND "deleted_at" IS NULL`;
  }

  async views(ids: readonly string[]): Promise<ReadonlyMap<string, RelatedView>> {
    const scope = scopeOn({ ...this.descriptor, shared: false }, 'read', this.ground.registry);
    const values: unknown[] = [ids];
    const reach =
      scope === undefined
        ? ''
        : ` AND ${scopeCondition('"owner_id"', scope, (value) => `$${values.push(value)}`)}`;
    const rows = await this.ground.database.query<Record<string, unknown>>({
      ...(scope?.within === undefined &&
        scope?.guarded === undefined && { name: `${this.statements}-related-${scope?.reach ?? 'any'}` }),
      text: this.text + reach,
      values,
      types: RECORD_TYPES,
    });
    const hidden = currentAccess().hiddenFields(this.plural);
    const tenantId = currentTenant().id;
    const views = rows.map((row) => this.serializer.hide(this.serializer.adopt(row, tenantId), hidden));
    if (this.descriptor.sensitive === true && views.length > 0) {
      await tellOfRead(this.ground.audit, this.descriptor, { ids: views.map(({ id }) => id) });
    }
    return new Map(views.map((view) => [view.id, view]));
  }
}

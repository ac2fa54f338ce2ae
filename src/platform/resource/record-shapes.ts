import { badFilter } from './lists/list-filters.js';
import type { BoundRelation } from './lists/list-tree.js';
import type { RecordEntity } from './record.entity.js';
import type { RecordRelations } from './relations/record-relations.js';
import type { RecordSerializer } from './record-serializer.js';
import type { RecordView } from './resource-descriptor.js';

/** What of its records an answer shows. */
export interface RecordShape {
  /** All that the caller may see when undefined. */
  readonly fields: ReadonlySet<string> | undefined;
  /** Whose records are embedded. */
  readonly relations: readonly BoundRelation[];
  readonly hidden: ReadonlySet<string>;
}

export interface ShapeSyntax {
  readonly fields: readonly string[] | undefined;
  readonly expand: readonly string[];
}

/** Without these nobody could tell one record from another, or whether it has changed. */
const ALWAYS = ['id', 'version'] as const;
const MAXIMUM_RELATIONS = 10;

/** Picks fields of records and embeds what they point at. */
export class RecordShapes<Entity extends RecordEntity> {
  private readonly fields: ReadonlySet<string>;

  constructor(
    private readonly serializer: RecordSerializer<Entity>,
    private readonly relations: RecordRelations<Entity>,
  ) {
    this.fields = new Set([...serializer.fields, 'tenantId']);
  }

  /** @throws {BadRequestError} naming what does not exist for the caller · {PermissionDeniedError} */
  async read({ fields, expand }: ShapeSyntax, hidden: ReadonlySet<string>): Promise<RecordShape> {
    const unknown = fields?.find((field) => !this.fields.has(field) || hidden.has(field));
    if (unknown !== undefined) throw badFilter('fields', `has ${unknown}, which is no field of the record`);
    if (expand.length > MAXIMUM_RELATIONS)
      throw badFilter('expand', `must have at most ${MAXIMUM_RELATIONS} relations`);
    const relations: BoundRelation[] = [];
    for (const name of new Set(expand)) {
      const relation = await this.relations.bind(name, hidden);
      if (relation === undefined)
        throw badFilter('expand', `has ${name}, which is no relation of the record`);
      relations.push(relation);
    }
    return { fields: fields && new Set([...ALWAYS, ...fields]), relations, hidden };
  }

  /** The views of whole records in a shape: one query for each relation, whatever the number of records. */
  async apply(views: readonly RecordView[], shape: RecordShape): Promise<readonly RecordView[]> {
    const embedded: { readonly name: string; readonly of: (view: RecordView) => unknown }[] = [];
    for (const { name, property, source } of shape.relations) {
      const ids = new Set(
        views.flatMap((view) => (typeof view[property] === 'string' ? view[property] : [])),
      );
      const found = ids.size === 0 ? undefined : await source.views([...ids]);
      embedded.push({ name, of: (view) => found?.get(String(view[property])) ?? null });
    }
    return views.map((view) => {
      const shown = this.pick(this.serializer.hide(view, shape.hidden), shape.fields);
      if (embedded.length === 0) return shown;
      return { ...shown, ...Object.fromEntries(embedded.map(({ name, of }) => [name, of(view)])) };
    });
  }

  private pick(view: RecordView, fields: ReadonlySet<string> | undefined): RecordView {
    if (fields === undefined) return view;
    const picked = Object.entries(view).filter(([field]) => fields.has(field));
    return { ...Object.fromEntries(picked), id: view.id, version: view.version };
  }
}

import { scopeOf } from '../../access/record-scope.js';
import { currentAccess, currentActor } from '../../context/request-context.js';
import type { CustomFieldCatalogue } from '../custom-fields.js';
import { ListFields } from '../lists/list-fields.js';
import type { BoundRelation } from '../lists/list-tree.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordTable } from '../record-table.js';
import type { RelatedSource } from './related-source.js';
import type { RelatedThings } from './related-things.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import { type NamedReference, referencesOf } from './resource-references.js';
import type { ResourceRegistry } from '../resource-registry.js';

const NO_FIELDS = new Map<string, never>();

export interface RelationGround {
  readonly registry: ResourceRegistry;
  readonly related: RelatedThings;
  readonly customFields: CustomFieldCatalogue;
}

/** The ways from one record type to others. */
export class RecordRelations<Entity extends RecordEntity> {
  private readonly references: ReadonlyMap<string, NamedReference>;

  constructor(
    descriptor: Pick<ResourceDescriptor<Entity>, 'references'>,
    private readonly table: RecordTable<Entity>,
    private readonly ground: RelationGround,
  ) {
    this.references = new Map(referencesOf(descriptor).map((reference) => [reference.relation, reference]));
  }

  /**
   * A relation for the current caller; undefined for one that does not exist for them.
   *
   * @param customFields names of those that the tenant has added to what it leads to, and that are asked for
   * @throws {PermissionDeniedError} when they may not read what it leads to
   */
  async bind(
    name: string,
    hidden: ReadonlySet<string>,
    customFields: readonly string[] = [],
  ): Promise<BoundRelation | undefined> {
    const reference = this.references.get(name);
    const source = reference && this.sourceOf(reference);
    if (reference === undefined || source === undefined || hidden.has(reference.field)) return undefined;
    const access = currentAccess();
    const scope = scopeOf(access, `${source.plural}:read`, currentActor().id);
    const dynamic =
      customFields.length > 0
        ? await this.ground.customFields.listFields(source.plural, customFields)
        : NO_FIELDS;
    const column = this.table.column(reference.field);
    return {
      name,
      property: reference.field,
      column: (alias) => `${alias}.${column}`,
      source,
      scope: source.isRecord ? scope : undefined,
      fields: new ListFields(source.fields, dynamic, access.hiddenFields(source.plural)),
    };
  }

  private sourceOf({ resource }: NamedReference): RelatedSource | undefined {
    return this.ground.registry.find(resource)?.service.related ?? this.ground.related.find(resource);
  }
}

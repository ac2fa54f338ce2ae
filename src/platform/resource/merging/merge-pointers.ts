import type { CustomFieldCatalogue, DynamicField } from '../custom-fields.js';
import { CUSTOM_FIELDS } from '../writes/record-changes.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordLink } from '../relations/record-link.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import { referencesOf } from '../relations/resource-references.js';
import type { MergeGround } from './merge-part.js';

type Descriptor = ResourceDescriptor<RecordEntity>;
type Fields = Partial<RecordEntity> & Record<string, unknown>;

/** The fields of one record type that may name a record of another. */
export class MergePointers {
  private constructor(
    /** `contact` */
    private readonly target: string,
    readonly references: readonly string[],
    readonly lists: readonly string[],
    readonly links: readonly string[],
    readonly isWithin: boolean,
    readonly custom: readonly DynamicField[],
  ) {}

  static async of(
    descriptor: Descriptor,
    target: Pick<Descriptor, 'name' | 'plural'>,
    catalogue: CustomFieldCatalogue,
  ): Promise<MergePointers> {
    const { policy, referenceLists = {}, within = false } = descriptor;
    const links = [...policy.filters].filter(([, { kind, property }]) => kind === 'links' && !property);
    return new MergePointers(
      target.name,
      referencesOf(descriptor).flatMap(({ field, resource }) => (resource === target.name ? [field] : [])),
      Object.entries(referenceLists).flatMap(([field, resource]) =>
        resource === target.name ? [field] : [],
      ),
      links.map(([field]) => field),
      within,
      await catalogue.referencesTo(descriptor.plural, target.plural),
    );
  }

  /** What of a record changes when the losers become the survivor. */
  moved(before: RecordEntity, { survivorId, loserIds }: MergeGround): Fields {
    const isLost = (id: unknown): boolean => typeof id === 'string' && loserIds.includes(id);
    const turned = (id: unknown): unknown => (isLost(id) ? survivorId : id);
    const fields: Fields = {};
    for (const field of this.references) {
      if (isLost(Reflect.get(before, field))) fields[field] = survivorId;
    }
    for (const field of this.lists) {
      const ids: unknown = Reflect.get(before, field);
      if (Array.isArray(ids) && ids.some(isLost)) fields[field] = [...new Set(ids.map(turned))];
    }
    for (const field of this.links) {
      const links = Reflect.get(before, field) as RecordLink[];
      const isOurs = ({ resource, id }: RecordLink) => resource === this.target && isLost(id);
      if (links.some(isOurs))
        fields[field] = eachOnce(links.map((link) => (isOurs(link) ? { ...link, id: survivorId } : link)));
    }
    if (this.isWithin && Reflect.get(before, 'resource') === this.target)
      fields['recordId'] = turned(Reflect.get(before, 'recordId'));
    const keys = this.custom.map(({ key }) => key.slice(CUSTOM_FIELDS.length + 1));
    const custom = keys.filter((key) => isLost(before.customFields[key]));
    if (custom.length > 0)
      fields.customFields = {
        ...before.customFields,
        ...Object.fromEntries(custom.map((key) => [key, survivorId])),
      };
    return fields;
  }
}

function eachOnce(links: readonly RecordLink[]): RecordLink[] {
  return [...new Map(links.map((link) => [`${link.resource}:${link.id}`, link])).values()];
}

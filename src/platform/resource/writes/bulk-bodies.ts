import type { Type } from '@nestjs/common';
import { IntersectionType, PickType } from '@nestjs/swagger';
import { IdField } from '../../http/fields/id.field.js';
import { NestedField } from '../../http/fields/nested.field.js';
import { BulkItemDto } from './bulk-item.dto.js';
import { MOST_ITEMS } from './bulk-items.js';
import type { RecordEntity } from '../record.entity.js';
import { bulkName, pascalCase } from '../resource-names.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';

export interface BulkBodies {
  readonly create: Type<unknown>;
  readonly update: Type<unknown>;
  readonly upsert: Type<unknown>;
  readonly remove: Type<unknown>;
}

/**
 * The bodies of a record type's bulk routes, as the OpenAPI document shows them; the items are checked one by one.
 *
 * @param called what the records are called at the path
 */
export function bulkBodiesOf<Entity extends RecordEntity>(
  { createDto, updateDto }: ResourceDescriptor<Entity>,
  { name, plural }: { readonly name: string; readonly plural: string },
): BulkBodies {
  const many = pascalCase(plural);
  const key = bulkName(plural);
  const ChangedItem = IntersectionType(updateDto as Type<unknown>, BulkItemDto);
  Object.defineProperty(ChangedItem, 'name', { value: `Update${pascalCase(name)}ItemDto` });
  const body = (prefix: string, item: Type<unknown>, optional = false): Type<unknown> => {
    const Body = PickType(BulkItemDto, []);
    Object.defineProperty(Body, 'name', { value: `${prefix}${many}Dto` });
    NestedField(() => item, { list: true, maxItems: MOST_ITEMS, optional })(Body.prototype as never, key);
    return Body;
  };
  const remove = body('Remove', BulkItemDto, true);
  IdField({ maxItems: MOST_ITEMS, optional: true, description: `Instead of \`${key}\`` })(
    remove.prototype as never,
    'ids',
  );
  return {
    create: body('Create', createDto),
    update: body('Update', ChangedItem),
    upsert: body('Upsert', updateDto),
    remove,
  };
}

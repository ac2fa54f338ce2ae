import type { Type } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions, DECORATORS } from '@nestjs/swagger';
import { fieldNames } from '../http/fields/field-names.js';
import { IdField } from '../http/fields/id.field.js';
import { IntegerField } from '../http/fields/integer.field.js';
import type { RecordEntity } from './record.entity.js';
import { relatedSchema } from './relations/related-schemas.js';
import type { ResourceDescriptor } from './resource-descriptor.js';
import { referencesOf } from './relations/resource-references.js';

/**
 * What a read of a record answers, as a schema: `LeadDto` → `LeadView`. All of the record, or what `fields` picks of
 * it, and what `expand` embeds.
 */
export function viewSchema<Entity extends RecordEntity>({
  dto,
  references,
}: Pick<ResourceDescriptor<Entity>, 'dto' | 'references'>): Type<unknown> {
  class ViewDto {
    @IdField()
    id!: string;

    @IntegerField({ min: 1, description: 'Grows by one with every change' })
    version!: number;
  }
  Object.defineProperty(ViewDto, 'name', { value: dto.name.replace(/(Dto)?$/, 'View') });
  const always = fieldNames(ViewDto);
  for (const field of fieldNames(dto)) {
    if (!always.includes(field)) ApiProperty(optional(dto, field))(ViewDto.prototype, field);
  }
  for (const { relation, resource, field } of referencesOf({ references })) {
    const description = `What \`${field}\` points at, with \`expand=${relation}\`; null where you do not reach it`;
    // What this build does not have is never embedded.
    const type = () => relatedSchema(resource) ?? String;
    ApiProperty({ type, required: false, nullable: true, description })(ViewDto.prototype, relation);
  }
  return ViewDto;
}

function optional(dto: Type<unknown>, field: string): ApiPropertyOptions {
  const documented: unknown = Reflect.getMetadata(
    DECORATORS.API_MODEL_PROPERTIES,
    dto.prototype as never,
    field,
  );
  return Object.assign({}, documented, { required: false });
}

import { Injectable } from '@nestjs/common';
import { currentAccess } from '../../../platform/context/request-context.js';
import { fieldNames } from '../../../platform/http/fields/field-names.js';
import { type FieldSchema, fieldSchema } from '../../../platform/http/fields/field-schema.js';
import {
  CustomFieldCatalogue,
  type DynamicField,
  takesCustomFields,
} from '../../../platform/resource/custom-fields.js';
import { isNamed } from '../../../platform/resource/lists/named-fields.js';
import { CUSTOM_FIELDS } from '../../../platform/resource/writes/record-changes.js';
import type { RecordEntity } from '../../../platform/resource/record.entity.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import type { FieldKind, ImportField } from './import-field.js';
import { referenceFields } from './reference-fields.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';

/** Values by key, as JSON has them. */
export const CUSTOM_VALUES: ImportField = { name: CUSTOM_FIELDS, label: null, kind: 'json', values: [] };

/** The fields of new records that the caller may write. */
@Injectable()
export class ImportFields {
  constructor(
    private readonly customFields: CustomFieldCatalogue,
    private readonly registry: ResourceRegistry,
  ) {}

  /** @param wanted custom fields made a moment ago by another process (`customFields.tier`) that must be found */
  async of(
    descriptor: ResourceDescriptor<RecordEntity>,
    wanted: readonly string[] = [],
  ): Promise<readonly ImportField[]> {
    const { plural, createDto } = descriptor;
    const standard = fieldNames(createDto)
      .filter((name) => name !== CUSTOM_FIELDS)
      .map((name) => standardField(name, fieldSchema(createDto, name)));
    const added = takesCustomFields(descriptor)
      ? [...(await this.customFields.listFields(plural, wanted)).values()].map(addedField)
      : [];
    const access = currentAccess();
    const [hidden, readOnly] = [access.hiddenFields(plural), access.readOnlyFields(plural)];
    const own = [...standard, ...added].filter(
      ({ name }) => !isNamed(hidden, name) && !isNamed(readOnly, name),
    );
    return [...own, ...referenceFields(descriptor, own, this.registry)];
  }
}

function standardField(name: string, schema: FieldSchema): ImportField {
  const values = schema.enum ?? schema.items?.enum ?? [];
  return { name, label: null, kind: kindOf(schema), values: values.map(String) };
}

function kindOf({ type, format, enum: values, isArray, items }: FieldSchema): FieldKind {
  if (type === 'array' || isArray === true) return items?.type === 'object' ? 'json' : 'textList';
  if (values !== undefined) return 'enum';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'boolean') return 'boolean';
  if (type === 'object') return 'json';
  if (format === 'date') return 'date';
  return format === 'date-time' ? 'dateTime' : 'text';
}

function addedField({ key, label, field }: DynamicField): ImportField {
  const kind = field.kind === 'id' ? 'text' : field.kind === 'links' ? 'json' : field.kind;
  return { name: key, label, kind, values: field.values ?? [] };
}

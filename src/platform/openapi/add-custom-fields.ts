import type { OpenAPIObject } from '@nestjs/swagger';
import type { FieldSchema, ResourceFieldSchemas } from './custom-field-schemas.js';

/** The schemas of one resource that have `customFields`, and what a tenant has added to it. */
export interface ExtendedResource {
  readonly answerSchemas: readonly string[];
  readonly bodySchemas: readonly string[];
  readonly fields: ResourceFieldSchemas;
}

/** The document with the tenant's own fields; where `customFields` is hidden it shows none. */
export function addCustomFields(
  document: OpenAPIObject,
  resources: readonly ExtendedResource[],
): OpenAPIObject {
  const copy = structuredClone(document);
  for (const { answerSchemas, bodySchemas, fields } of resources) {
    for (const name of answerSchemas) extend(copy, name, fields.answers);
    for (const name of bodySchemas) extend(copy, name, fields.bodies);
  }
  return copy;
}

function extend(document: OpenAPIObject, name: string, fields: Readonly<Record<string, FieldSchema>>): void {
  const schema = document.components?.schemas?.[name];
  if (schema === undefined || '$ref' in schema) return;
  const customFields = schema.properties?.['customFields'];
  if (customFields === undefined || '$ref' in customFields) return;
  customFields.properties = { ...customFields.properties, ...fields };
}

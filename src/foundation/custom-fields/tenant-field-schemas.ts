import { Injectable } from '@nestjs/common';
import { sha256Hex } from '../../platform/crypto/index.js';
import {
  CustomFieldSchemas,
  type FieldSchema,
  type ResourceFieldSchemas,
  type TenantFieldSchemas,
} from '../../platform/openapi/custom-field-schemas.js';
import type { FieldDefinition } from './field-definition.js';
import { FieldDefinitions } from './field-definitions.js';
import { longestTextOf } from './field-value.js';
import type { FieldsByKey } from './settle-values.js';

/** The tenant's own fields in its OpenAPI document. */
@Injectable()
export class TenantCustomFieldSchemas extends CustomFieldSchemas {
  constructor(private readonly definitions: FieldDefinitions) {
    super();
  }

  async read(): Promise<TenantFieldSchemas> {
    const { live } = await this.definitions.all();
    const resources = new Map([...live].map(([resource, byKey]) => [resource, schemasOf(byKey)]));
    return { resources, mark: sha256Hex(JSON.stringify([...resources])) };
  }
}

function schemasOf(fields: FieldsByKey): ResourceFieldSchemas {
  const all = [...fields.values()];
  return {
    answers: Object.fromEntries(all.map((field) => [field.key, documented(field, answerSchema(field))])),
    bodies: Object.fromEntries(
      all.map((field) => [field.key, { ...documented(field, bodySchema(field)), nullable: true }]),
    ),
  };
}

function documented({ label, description }: FieldDefinition, schema: FieldSchema): FieldSchema {
  return { title: label, ...(description !== null && { description }), ...schema };
}

/** Values from before a change of the rules stay, so that answers promise the type alone. */
function answerSchema({ type }: FieldDefinition): FieldSchema {
  switch (type) {
    case 'number':
    case 'boolean':
      return { type };
    case 'multi-select':
      return { type: 'array', items: { type: 'string' } };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'reference':
      return { type: 'string', format: 'uuid' };
    case 'text':
    case 'url':
    case 'select':
      return { type: 'string' };
  }
}

function bodySchema(field: FieldDefinition): FieldSchema {
  const options = field.options.map(({ value }) => value);
  switch (field.type) {
    case 'text':
    case 'url':
      return { type: 'string', maxLength: longestTextOf(field) };
    case 'select':
      // `nullable` alone does not let null through an enum.
      return { type: 'string', enum: [...options, null] };
    case 'multi-select':
      return { type: 'array', items: { type: 'string', enum: options } };
    case 'number':
    case 'boolean':
    case 'date':
    case 'reference':
      return answerSchema(field);
  }
}

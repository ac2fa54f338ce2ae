import { isId } from '../../../kernel/identifiers.js';
import { convert } from './convert.js';
import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { isRecord } from './nested.field.js';
import { itemRule, listRule } from './rule.js';

export interface LinksFieldOptions extends FieldOptions {
  readonly maxItems: number;
}

const RESOURCE = /^[a-z]+(-[a-z]+)*$/;

const SCHEMA = {
  type: 'object',
  required: ['resource', 'id'],
  properties: {
    resource: { type: 'string', maxLength: 50, example: 'contact' },
    id: { type: 'string', format: 'uuid' },
  },
  additionalProperties: false,
};

interface Link {
  readonly resource: string;
  readonly id: string;
}

function isLink(value: unknown): value is Link {
  if (!isRecord(value)) return false;
  const { resource, id, ...rest } = value as Record<string, unknown>;
  const isNamed = typeof resource === 'string' && resource.length <= 50 && RESOURCE.test(resource);
  return isNamed && isId(id) && Object.keys(rest).length === 0;
}

/** Each once, ids in lower case. */
function tidy(value: unknown): unknown {
  if (!Array.isArray(value) || !value.every(isLink)) return value;
  const links = value.map(({ resource, id }) => ({ resource, id: id.toLowerCase() }));
  return [...new Map(links.map((link) => [`${link.resource}:${link.id}`, link])).values()];
}

/** Records of any type: `[{"resource": "contact", "id": "…"}]`, each once. Whether they exist is the service's to say. */
export function LinksField(options: LinksFieldOptions): PropertyDecorator {
  const { maxItems } = options;
  return composeField(options, { type: 'array', maxItems, items: SCHEMA }, [
    convert(tidy),
    listRule(maxItems),
    itemRule('links', 'must hold objects with a resource and the id of a record only', isLink),
  ]);
}

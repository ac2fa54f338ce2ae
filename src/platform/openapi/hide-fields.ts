import type { OpenAPIObject } from '@nestjs/swagger';
import { isPlainSchema } from './plain-schemas.js';

/** What a caller may not see of one resource. */
export interface HiddenResource {
  /** `leads`, and where else they are served. */
  readonly paths: readonly string[];
  readonly hidden: ReadonlySet<string>;
  /** Other names that lists have for fields: `tag` for `tags`. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Schemas in which other resources stand: what is hidden of this one is not of them. */
  readonly foreignSchemas: ReadonlySet<string>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const REFERENCE = /"#\/components\/schemas\/([^"]+)"/g;

/** Schemas whose fields are no resource's: a hidden `status` of leads is not the status of an answer. */
const OF_NO_RESOURCE: ReadonlySet<string> = new Set([
  'Error',
  'BulkAnswerDto',
  'BulkResultDto',
  'BulkErrorDto',
  'JobDto',
  'JobErrorDto',
  'JobProgressDto',
  'JobLinksDto',
  'ExportRequestDto',
]);

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Schema = Exclude<
  NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string],
  { $ref: string }
>;

/** The document without the hidden fields: neither in schemas nor among the parameters of lists. */
export function hideFields(document: OpenAPIObject, resources: readonly HiddenResource[]): OpenAPIObject {
  const copy = structuredClone(document);
  for (const resource of resources) {
    const operations = operationsOf(copy, resource.paths);
    const names = namesOf(resource);
    for (const name of schemasOf(copy, operations, resource)) hideInSchema(copy, name, names);
    for (const operation of operations) hideInParameters(operation, resource);
  }
  return copy;
}

/** The hidden fields under all their names. */
function namesOf({ hidden, aliases }: HiddenResource): ReadonlySet<string> {
  const others = [...aliases].filter(([, field]) => hidden.has(field)).map(([alias]) => alias);
  return new Set([...hidden, ...others]);
}

function operationsOf(document: OpenAPIObject, paths: readonly string[]): Operation[] {
  const roots = paths.map((path) => `/api/${path}`);
  return Object.entries(document.paths)
    .filter(([path]) => roots.some((root) => path === root || path.startsWith(`${root}/`)))
    .flatMap(([, item]) => METHODS.flatMap((method) => item[method] ?? []));
}

/** The schemas of bodies and answers, and those of which pages of them are made. */
function schemasOf(
  document: OpenAPIObject,
  operations: readonly Operation[],
  { foreignSchemas }: HiddenResource,
): Set<string> {
  const names = new Set<string>();
  const waiting: unknown[] = operations.map(({ requestBody, responses }) => [requestBody, responses]);
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    for (const [, name = ''] of JSON.stringify(part).matchAll(REFERENCE)) {
      if (OF_NO_RESOURCE.has(name) || isPlainSchema(name) || names.has(name) || foreignSchemas.has(name))
        continue;
      names.add(name);
      waiting.push(document.components?.schemas?.[name]);
    }
  }
  return names;
}

function hideInSchema(document: OpenAPIObject, name: string, hidden: ReadonlySet<string>): void {
  const schema = document.components?.schemas?.[name];
  if (schema === undefined || '$ref' in schema) return;
  for (const field of hidden) Reflect.deleteProperty(schema.properties ?? {}, field);
  if (schema.required !== undefined) schema.required = schema.required.filter((field) => !hidden.has(field));
}

function hideInParameters(operation: Operation, { hidden, aliases }: HiddenResource): void {
  operation.parameters = operation.parameters?.filter(
    (parameter) => '$ref' in parameter || !hidden.has(aliases.get(parameter.name) ?? parameter.name),
  );
  for (const parameter of operation.parameters ?? []) {
    if ('$ref' in parameter || parameter.schema === undefined || '$ref' in parameter.schema) continue;
    if (parameter.name === 'sortBy') hideInChoices(parameter.schema, hidden);
    if (parameter.name === 'search') parameter.description = 'Text in any of the fields that are searched';
  }
}

/** The fields that `sortBy` names. */
function hideInChoices({ anyOf = [] }: Schema, hidden: ReadonlySet<string>): void {
  for (const choice of anyOf) {
    if (!('$ref' in choice)) choice.enum &&= choice.enum.filter((field) => !hidden.has(String(field)));
  }
}

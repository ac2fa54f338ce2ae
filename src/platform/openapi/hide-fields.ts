import type { OpenAPIObject } from '@nestjs/swagger';

/** What a caller may not see of one resource. */
export interface HiddenResource {
  /** `leads`, and where else they are served. */
  readonly paths: readonly string[];
  readonly hidden: ReadonlySet<string>;
  /** Schemas of other resources, which its answers may hold. */
  readonly foreignSchemas: ReadonlySet<string>;
  /** Other names that lists have for fields: `tag` for `tags`. */
  readonly aliases: ReadonlyMap<string, string>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const REFERENCE = /"#\/components\/schemas\/([^"]+)"/g;

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** The document without the hidden fields: neither in schemas nor among the parameters of lists. */
export function hideFields(document: OpenAPIObject, resources: readonly HiddenResource[]): OpenAPIObject {
  const copy = structuredClone(document);
  for (const resource of resources) {
    const operations = operationsOf(copy, resource.paths);
    const names = namesOf(resource);
    for (const name of schemasOf(copy, operations, resource.foreignSchemas)) hideInSchema(copy, name, names);
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
  foreign: ReadonlySet<string>,
): Set<string> {
  const names = new Set<string>();
  const waiting: unknown[] = operations.map(({ requestBody, responses }) => [requestBody, responses]);
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    for (const [, name = ''] of JSON.stringify(part).matchAll(REFERENCE)) {
      if (name === 'Error' || names.has(name) || foreign.has(name)) continue;
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
    if (parameter.name === 'sortBy') {
      parameter.schema.enum = parameter.schema.enum?.filter((field) => !hidden.has(String(field)));
    }
    if (parameter.name === 'search') parameter.description = 'Text in any of the fields that are searched';
  }
}

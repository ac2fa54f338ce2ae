import type { Type } from '@nestjs/common';

const schemas = new Map<string, Type<unknown>>();

/** Says what a resource looks like where a record that points at it embeds it. Call it while modules are loaded. */
export function declareRelatedSchema(resource: string, dto: Type<unknown>): void {
  schemas.set(resource, dto);
}

/** @param resource as descriptors name it in `references`. Complete once all modules are loaded. */
export function relatedSchema(resource: string): Type<unknown> | undefined {
  return schemas.get(resource);
}

/** The names of the schemas that may be embedded. */
export function relatedSchemaNames(): ReadonlySet<string> {
  return new Set([...schemas.values()].map(({ name }) => name));
}

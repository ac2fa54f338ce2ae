import type { RegisteredResource } from '../../platform/resource/resource-registry.js';

/** The fields of a record type that hold links to records of any type. */
export function linkFieldsOf({ policy }: RegisteredResource['descriptor']): string[] {
  return [...policy.filters]
    .filter(([, { kind, resource }]) => kind === 'links' && resource === undefined)
    .map(([field]) => field);
}

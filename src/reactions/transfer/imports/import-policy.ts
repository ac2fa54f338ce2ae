import type { UpsertOptions } from '../../../platform/resource/writes/upsert-options.js';

/** What is done with rows whose records are there, and with those whose are not. */
export const IMPORT_POLICIES = ['create', 'update', 'upsert', 'fillEmpty', 'skip'] as const;

export type ImportPolicy = (typeof IMPORT_POLICIES)[number];

const AS_UPSERT = {
  update: 'updateOnly',
  upsert: 'upsert',
  fillEmpty: 'fillEmpty',
  skip: 'createOnly',
} as const;

/** The same in the terms of bulk calls; undefined when nothing is looked for. */
export function upsertOf(policy: ImportPolicy, matchOn: string | undefined): UpsertOptions | undefined {
  if (policy === 'create' || matchOn === undefined) return undefined;
  return { matchOn, policy: AS_UPSERT[policy] };
}

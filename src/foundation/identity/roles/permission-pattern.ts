import type { Reach } from '../../../platform/access/access.js';

/** A permission as a role or a key names it: `resource:action[:reach]`, where `*` and `records` stand for many. */
export interface PermissionPattern {
  readonly resource: string;
  readonly action: string;
  /** Default `any`. */
  readonly reach: Reach;
}

/** In the place of a resource: every record type of the CRM, those to come included. */
export const EVERY_RECORD = 'records';
export const ANYTHING = '*';

const FORM = /^(\*|[a-z]+(?:-[a-z]+)*):(\*|[a-z]+(?:-[a-z]+)*)(?::(any|team|own))?$/;

/** @returns undefined when the text has another form. */
export function parsePermission(text: string): PermissionPattern | undefined {
  const [, resource, action, reach = 'any'] = FORM.exec(text) ?? [];
  if (resource === undefined || action === undefined) return undefined;
  return { resource, action, reach: reach as Reach };
}

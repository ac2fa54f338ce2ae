import { BadRequestError } from '../../../kernel/errors.js';
import type { QueryParameter } from '../../http/route-options.js';

/** Unique with its case, and so matched with it; all other fields are matched without. */
export const EXTERNAL_ID = 'externalId';

const POLICIES = ['upsert', 'createOnly', 'updateOnly', 'fillEmpty', 'replace'] as const;

export interface UpsertOptions {
  /** The field that tells which record an item is about. */
  readonly matchOn: string;
  /** What is done with records that are there, and with those that are not. */
  readonly policy: (typeof POLICIES)[number];
}

/** As OpenAPI shows them. */
export function upsertParameters(matchFields: readonly string[] = []): QueryParameter[] {
  return [
    {
      name: 'matchOn',
      schema: { type: 'string', enum: [EXTERNAL_ID, ...matchFields] },
      description: `The field that finds the record; default ${EXTERNAL_ID}`,
    },
    {
      name: 'policy',
      schema: { type: 'string', enum: [...POLICIES] },
      description:
        '`upsert` (default) creates or merges, `fillEmpty` merges into empty fields alone, `replace` writes every field, ' +
        '`createOnly` refuses records that are there, `updateOnly` those that are not',
    },
  ];
}

/** @param matchFields those the caller may match on · @throws {BadRequestError} 400 */
export function readUpsertOptions(
  { matchOn = EXTERNAL_ID, policy = 'upsert' }: Readonly<Record<string, unknown>>,
  matchFields: readonly string[],
): UpsertOptions {
  return { matchOn: oneOf('matchOn', matchOn, matchFields), policy: oneOf('policy', policy, POLICIES) };
}

function oneOf<Value extends string>(field: string, value: unknown, values: readonly Value[]): Value {
  const found = values.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  const message = `must be one of ${values.join(', ')}`;
  throw new BadRequestError(`${field} ${message}`, { details: [{ field, message }] });
}

import { BadRequestError } from '../../../kernel/errors.js';

export const OCCURRENCE_SCOPES = ['this', 'following', 'all'] as const;
/** How many occurrences of a series a change is meant for. */
export type OccurrenceScope = (typeof OCCURRENCE_SCOPES)[number];

/** Default `this`. @throws {BadRequestError} 400 */
export function readScope(query: Readonly<Record<string, unknown>>): OccurrenceScope {
  const { scope = 'this' } = query;
  const known = OCCURRENCE_SCOPES.find((each) => each === scope);
  if (known !== undefined) return known;
  const message = `must be one of ${OCCURRENCE_SCOPES.join(', ')}`;
  throw new BadRequestError(`scope ${message}`, { details: [{ field: 'scope', message }] });
}

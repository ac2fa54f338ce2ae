import { type ErrorDetail, VersionMismatchError } from '../../../kernel/errors.js';
import { changedFields, holderOf, valueOf } from './record-changes.js';

type Fields = Readonly<Record<string, unknown>>;

const SYSTEM: ReadonlySet<string> = new Set([
  'id',
  'createdAt',
  'createdBy',
  'updatedAt',
  'updatedBy',
  'version',
  'deletedAt',
]);

/**
 * The 412 of a stale version.
 *
 * @param theirs the record as the caller may see it now; no other field is told of
 * @param mine what the caller wants to write
 * @param base the record at the version the caller has; undefined when it never was, or is no longer kept
 */
export function versionConflict(
  theirs: Fields,
  mine: Fields,
  base: Fields | undefined,
): VersionMismatchError {
  const wanted = changedFields(theirs, mine);
  // Of a version that nobody knows, nobody can say what has moved since.
  const moved = base === undefined ? {} : changedFields(base, theirs);
  const details: ErrorDetail[] = [...new Set([...Object.keys(moved), ...Object.keys(wanted)])]
    .filter((field) => holderOf(field) in theirs && !SYSTEM.has(field))
    .map((field) => ({
      field,
      message: 'differs',
      base: base === undefined ? null : valueOf(base, field),
      theirs: valueOf(theirs, field),
      mine: wanted[field] === undefined ? valueOf(theirs, field) : wanted[field].new,
    }));
  return new VersionMismatchError(details);
}

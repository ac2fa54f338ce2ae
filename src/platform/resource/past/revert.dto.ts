import { ValidationError } from '../../../kernel/errors.js';
import { DateTimeField } from '../../http/fields/date-time.field.js';
import { IntegerField } from '../../http/fields/integer.field.js';
import type { WantedVersion } from './record-past.js';

export class RevertDto {
  @IntegerField({
    optional: true,
    min: 1,
    max: 2_147_483_647,
    description: 'One of the two says which version',
  })
  version?: number;

  @DateTimeField({ optional: true, description: 'The version of this time' })
  asOf?: string;
}

/** @throws {ValidationError} 422 unless it names one version, of a time that has come */
export function wantedVersion({ version, asOf }: RevertDto, now: Date): WantedVersion {
  if (version !== undefined && asOf !== undefined) throw fault('asOf', 'must not be given beside version');
  if (version !== undefined) return { version };
  if (asOf === undefined) throw fault('version', 'is required, or asOf');
  const time = new Date(asOf);
  if (time > now) throw fault('asOf', 'must not be in the future');
  return { asOf: time };
}

function fault(field: string, message: string): ValidationError {
  return new ValidationError([{ field, message }]);
}

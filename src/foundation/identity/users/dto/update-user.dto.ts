import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

/** An Admin decides on the membership alone: name, e-mail and password belong to the person. */
export class UpdateUserDto {
  @TextField({ max: 100, min: 1, optional: true, description: 'Name of a role' })
  role?: string;

  @IdField({ optional: true, nullable: true })
  teamId?: string | null;

  @BooleanField({ optional: true, description: 'false ends all sessions in this tenant within a second' })
  active?: boolean;
}

import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

/** One login of the caller, wherever it was. */
export class LoginSessionDto {
  @IdField()
  id!: string;

  @IdField()
  tenantId!: string;

  @BooleanField({ description: 'The session of this very request' })
  current!: boolean;

  @DateTimeField()
  createdAt!: string;

  @DateTimeField({ description: 'Moves on with every refresh' })
  expiresAt!: string;

  @TextField({ max: 100, nullable: true, description: 'Where the login came from' })
  address!: string | null;

  @TextField({ max: 300, nullable: true })
  userAgent!: string | null;
}

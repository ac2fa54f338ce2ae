import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

export class TokensDto {
  @TextField({ max: 4_000, description: 'Access token, for `Authorization: Bearer`' })
  token!: string;

  @TextField({ max: 200, description: 'Good for one refresh' })
  refreshToken!: string;

  @IntegerField({ min: 1, description: 'Seconds until the access token expires', example: 3_600 })
  expiresIn!: number;

  @IdField()
  tenantId!: string;

  @IdField()
  userId!: string;
}

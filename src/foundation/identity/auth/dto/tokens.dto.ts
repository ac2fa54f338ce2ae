import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

export class TokensDto {
  @TextField({
    max: 4_000,
    optional: true,
    description: 'Access token, for `Authorization: Bearer`; absent with `X-Auth-Mode: cookie`',
  })
  token?: string;

  @TextField({
    max: 200,
    optional: true,
    description: 'Good for one refresh; absent with `X-Auth-Mode: cookie`',
  })
  refreshToken?: string;

  @TextField({ max: 100, optional: true, description: 'With `X-Auth-Mode: cookie`, for `X-CSRF-Token`' })
  csrfToken?: string;

  @IntegerField({ min: 1, description: 'Seconds until the access token expires', example: 3_600 })
  expiresIn!: number;

  @IdField()
  tenantId!: string;

  @IdField()
  userId!: string;
}

import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { JwkDto } from './jwk.dto.js';

/** Empty while tokens are signed with HS256, whose key is a secret. */
export class JwksDto {
  @NestedField(() => JwkDto, { list: true })
  keys!: JwkDto[];
}

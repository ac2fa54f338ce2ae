import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

/** A public key, as RFC 8037 writes it. */
export class JwkDto {
  @TextField({ max: 64, description: 'As in the header of the tokens it verifies' })
  kid!: string;

  @EnumField(['OKP'])
  kty!: string;

  @EnumField(['Ed25519'])
  crv!: string;

  @TextField({ max: 64, description: 'The public key in base64url' })
  x!: string;

  @EnumField(['EdDSA'])
  alg!: string;

  @EnumField(['sig'])
  use!: string;
}

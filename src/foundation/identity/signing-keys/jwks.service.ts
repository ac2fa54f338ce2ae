import { Injectable } from '@nestjs/common';
import type { JwkDto } from './dto/jwk.dto.js';
import type { JwksDto } from './dto/jwks.dto.js';
import type { SigningKey } from './signing-key.js';
import { SigningKeys } from './signing-keys.service.js';

/** What others need to verify access tokens by themselves. */
@Injectable()
export class JwksService {
  constructor(private readonly keys: SigningKeys) {}

  /** The public keys of tokens that are valid now or soon. */
  async publish(): Promise<JwksDto> {
    const keys = await this.keys.all();
    return { keys: keys.filter(({ algorithm }) => algorithm === 'EdDSA').map(toJwk) };
  }
}

function toJwk({ kid, verifyingKey }: SigningKey): JwkDto {
  const { x } = verifyingKey.export({ format: 'jwk' });
  return { kid, kty: 'OKP', crv: 'Ed25519', x: x ?? '', alg: 'EdDSA', use: 'sig' };
}

import { EncryptionKeyError, KeyRing } from '../crypto/index.js';
import type { EnvironmentReader } from './environment-reader.js';

const MINIMUM_SECRET_LENGTH = 32;

export class SecurityConfig {
  /** HMAC key of access tokens and cursors. */
  readonly jwtSecret: string;
  /** `id:base64[,id:base64…]`, 32 bytes each; the first encrypts, all decrypt. */
  readonly encryptionKeys: string;
  /** Opens `/metrics` and `/admin`; unset closes them. */
  readonly operatorToken: string | undefined;
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
  readonly invitationSeconds: number;
  readonly passwordResetSeconds: number;

  constructor(reader: EnvironmentReader) {
    this.jwtSecret = reader.required('JWT_SECRET', 'a random text of 32 characters or more');
    if (this.jwtSecret !== '' && isWeak(this.jwtSecret)) {
      reader.problems.push('JWT_SECRET is too weak: use a random text of 32 characters or more');
    }
    this.encryptionKeys = reader.required('ENCRYPTION_KEYS', 'id:base64 of 32 random bytes');
    if (this.encryptionKeys !== '') checkKeys(this.encryptionKeys, reader);
    this.operatorToken = reader.optional('OPERATOR_TOKEN');
    if (this.operatorToken !== undefined && isWeak(this.operatorToken)) {
      reader.problems.push('OPERATOR_TOKEN is too weak: use a random text of 32 characters or more');
    }
    this.accessTokenSeconds = reader.integer('ACCESS_TOKEN_SECONDS', 3_600, { minimum: 5, maximum: 86_400 });
    this.refreshTokenSeconds = reader.integer('REFRESH_TOKEN_SECONDS', 604_800, {
      minimum: 10,
      maximum: 7_776_000,
    });
    this.invitationSeconds = reader.integer('INVITATION_SECONDS', 604_800, {
      minimum: 60,
      maximum: 7_776_000,
    });
    this.passwordResetSeconds = reader.integer('PASSWORD_RESET_SECONDS', 3_600, {
      minimum: 60,
      maximum: 86_400,
    });
  }
}

function isWeak(secret: string): boolean {
  return secret.length < MINIMUM_SECRET_LENGTH || new Set(secret).size < 10;
}

/** Here, so that a malformed key is named beside the other faults, before anything is connected. */
function checkKeys(text: string, reader: EnvironmentReader): void {
  try {
    KeyRing.parse(text);
  } catch (error) {
    if (!(error instanceof EncryptionKeyError)) throw error;
    reader.problems.push(`ENCRYPTION_KEYS: ${error.message}`);
  }
}

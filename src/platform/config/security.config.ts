import { EncryptionKeyError, KeyRing } from '../crypto/index.js';
import type { EnvironmentReader } from './environment-reader.js';

const MINIMUM_SECRET_LENGTH = 32;

/** Algorithms of access tokens: a shared secret, or Ed25519 with a public key that others may verify with. */
export const TOKEN_ALGORITHMS = ['HS256', 'EdDSA'] as const;
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];

export class SecurityConfig {
  /** HMAC key of cursors and CSRF tokens, and of access tokens until the first rotation of signing keys. */
  readonly jwtSecret: string;
  /** `id:base64[,id:base64…]`, 32 bytes each; the first encrypts, all decrypt. */
  readonly encryptionKeys: string;
  /** Opens `/metrics` and `/admin`; unset closes them. */
  readonly operatorToken: string | undefined;
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
  /** Unset: new signing keys are of the kind that signs now. */
  readonly tokenAlgorithm: TokenAlgorithm | undefined;
  /** Age at which a signing key is replaced; 0 never. */
  readonly signingKeyDays: number;

  /** `Secure` and a name prefix for the cookies of browsers: they are then sent over HTTPS alone. */
  readonly secureCookies: boolean;
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
    this.tokenAlgorithm =
      reader.optional('TOKEN_ALGORITHM') === undefined
        ? undefined
        : reader.oneOf('TOKEN_ALGORITHM', TOKEN_ALGORITHMS, 'HS256');
    this.secureCookies = reader.flag('SECURE_COOKIES', reader.production);
    this.signingKeyDays = reader.integer('SIGNING_KEY_DAYS', 90, { minimum: 0, maximum: 3_650 });
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

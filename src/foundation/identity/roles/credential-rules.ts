import type { PolicyRules } from './policy-rules.js';

/** The rules that one API key adds to its user's role. */
export interface KeyRules extends PolicyRules {
  /** Another version is compiled anew. */
  readonly version: number;
}

/** Port: to what an API key is cut down. Implemented by `identity/api-keys`. */
export abstract class CredentialRules {
  /** May be up to a second old; undefined when the key is gone. */
  abstract find(apiKeyId: string): Promise<KeyRules | undefined>;
}

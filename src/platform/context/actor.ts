/** Who acts: a user's session, an API key on behalf of its user, or the product itself (workers, migrations). */
export interface Actor {
  readonly kind: 'user' | 'api-key' | 'system';
  /** The user, for a key too: what it makes is its user's. */
  readonly id: string;
  readonly role: string;
  /** Set for `user`. */
  readonly sessionId?: string | undefined;
  /** Set for `api-key`. */
  readonly apiKeyId?: string | undefined;
}

/** The actor of jobs that no person asked for. */
export const SYSTEM_ACTOR: Actor = {
  kind: 'system',
  id: '00000000-0000-0000-0000-000000000000',
  role: 'System',
};

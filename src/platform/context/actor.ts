/** Who acts: a user's session, or the product itself (workers, migrations). */
export interface Actor {
  readonly kind: 'user' | 'system';
  readonly id: string;
  readonly role: string;
  readonly sessionId?: string | undefined;
}

/** The actor of jobs that no person asked for. */
export const SYSTEM_ACTOR: Actor = {
  kind: 'system',
  id: '00000000-0000-0000-0000-000000000000',
  role: 'System',
};

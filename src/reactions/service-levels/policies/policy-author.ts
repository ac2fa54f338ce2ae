import { type Actor, SYSTEM_ACTOR } from '../../../platform/context/actor.js';

/** Whose rights a policy has. */
export interface PolicyAuthor {
  readonly id: string;
  /** Null for nobody that the tenant knows. */
  readonly role: string | null;
  readonly apiKeyId: string | null;
}

/** Who left the tenant keeps what their last role could: policies outlive people. They do not outlive an API key. */
export function actorOf({ id, role, apiKeyId }: PolicyAuthor): Actor | undefined {
  if (id === SYSTEM_ACTOR.id) return SYSTEM_ACTOR;
  if (role === null) return undefined;
  return apiKeyId === null ? { kind: 'user', id, role } : { kind: 'api-key', id, role, apiKeyId };
}

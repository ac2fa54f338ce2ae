import type { Actor } from '../context/actor.js';
import type { Access } from './access.js';

/** Port: what an actor may do in the current tenant, now. Implemented by `foundation/identity/roles`. */
export abstract class AccessPolicy {
  /** May be up to a second old. An unknown role, or a credential that is gone, may do nothing. */
  abstract of(actor: Actor): Promise<Access>;
}

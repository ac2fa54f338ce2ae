import type { Actor } from '../context/actor.js';
import type { TenantReference } from '../context/tenant-reference.js';

/** Something that happened and that no journal row tells: a login, a refusal, a key made, an export, a sensitive read. */
export interface AuditFact {
  /** `session.opened`, `api-key.created`, `permission.denied`: thing and past participle, as event types are. */
  readonly action: string;
  /** Default `success`. */
  readonly outcome?: 'success' | 'failure';
  /** What it was done to, `user` or `session`; the id is null when there is none (a login of nobody). */
  readonly subject?: { readonly resource: string; readonly id: string | null };
  /** Before and after, by field, of a change that is no record's. */
  readonly changes?: Readonly<Record<string, { readonly old: unknown; readonly new: unknown }>>;
  /** For whoever investigates. Never a secret, never a value that a person typed into a password field. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Default the context's actor, if any. */
  readonly actor?: Pick<Actor, 'kind' | 'id' | 'sessionId' | 'apiKeyId'>;
  /** Whose log it belongs to; default the context's tenant, else the installation's own log. */
  readonly tenant?: TenantReference;
  /** The same, where only the id is at hand. */
  readonly tenantId?: string;
}

/** Port: the append-only audit log. Address, request and time come from the context. Implemented by `foundation/audit`. */
export abstract class AuditTrail {
  /** Joins the tenant's open transaction, so that what is rolled back is not told. */
  abstract record(fact: AuditFact): Promise<void>;

  /**
   * Outside any transaction and never throwing: for refusals, whose request changes nothing. Repetitions within a
   * minute are counted instead of written one by one. A function is asked afterwards, so that the time it takes to
   * find out (whose log is it?) does not show in the answer.
   */
  abstract recordRefusal(fact: AuditFact | (() => Promise<AuditFact>)): Promise<void>;
}

import { AsyncLocalStorage } from 'node:async_hooks';
import { AuthenticationError } from '../../kernel/errors.js';
import { type Access, FULL_ACCESS } from '../access/access.js';
import type { Actor } from './actor.js';
import type { TenantReference } from './tenant-reference.js';

/**
 * What is known of the request or job that runs now. The HTTP edge makes one per request and the guards fill it;
 * the job base makes one per job. An open transaction lives in a child context, so that only the code called
 * inside the transaction can see it.
 */
export interface RequestContext {
  readonly traceId: string;
  readonly traceParent?: string | undefined;
  readonly address?: string | undefined;
  tenant?: TenantReference | undefined;
  actor?: Actor | undefined;
  /** Set for an API key that has a limit of its own: counted together with the tenant's. */
  rateLimit?: RateLimitOfKey | undefined;
  /** What the actor may do in the tenant; filled by the permission guard. */
  access?: Access | undefined;
  /** Set while a request runs that only asks what it would do: all it writes is rolled back. */
  readonly dryRun?: boolean | undefined;
  /** No rule refuses a new record as a duplicate. */
  readonly allowsDuplicates?: boolean | undefined;
  /** The tenant connection that a transaction holds; owned by `platform/database`. */
  readonly transaction?: TransactionHandle | undefined;
}

export interface RateLimitOfKey {
  /** Names its bucket: the id of the API key. */
  readonly key: string;
  readonly perMinute: number;
}

/** Opaque outside `platform/database`. */
export interface TransactionHandle {
  readonly tenantId: string;
}

/** A programming error: code that needs a tenant ran where none is set. Becomes a 500. */
export class ContextMissingError extends Error {
  constructor(what: string) {
    super(`No ${what} in the current context: run this inside a request or a tenant job`);
    this.name = 'ContextMissingError';
  }
}

const storage = new AsyncLocalStorage<RequestContext>();

export function runInContext<Result>(context: RequestContext, work: () => Result): Result {
  return storage.run(context, work);
}

/**
 * Runs `work` in a tenant that need not be the context's own. What holds in the caller's tenant alone stays behind:
 * rights, the limit of an API key, an open transaction.
 *
 * @param actor who acts there; default the caller, whose role here means nothing there
 */
export function runInTenant<Result>(
  tenant: TenantReference,
  work: () => Result,
  actor: Actor | undefined = withoutRole(currentContext().actor),
): Result {
  const { traceId, traceParent, address } = currentContext();
  return storage.run({ traceId, traceParent, address, tenant, actor }, work);
}

function withoutRole(actor: Actor | undefined): Actor | undefined {
  return actor === undefined || actor.kind === 'system' ? actor : { ...actor, role: '' };
}

export function findContext(): RequestContext | undefined {
  return storage.getStore();
}

export function currentContext(): RequestContext {
  const context = storage.getStore();
  if (context === undefined) throw new ContextMissingError('context');
  return context;
}

export function currentTenant(): TenantReference {
  const tenant = storage.getStore()?.tenant;
  if (tenant === undefined) throw new ContextMissingError('tenant');
  return tenant;
}

/** The caller; 401 when nobody is authenticated. */
export function currentActor(): Actor {
  const actor = currentContext().actor;
  if (actor === undefined) throw new AuthenticationError('INVALID_TOKEN', 'Authentication is required');
  return actor;
}

/** What the caller may do. The product itself may do everything; for anybody else it must have been looked up. */
export function currentAccess(): Access {
  const { access, actor } = currentContext();
  if (access !== undefined) return access;
  if (actor?.kind === 'system') return FULL_ACCESS;
  throw new ContextMissingError('access');
}

import { ConflictError, type DomainError } from '../../kernel/errors.js';

/** The answer kept for a key: a success with the headers that belong to it, or the error it was. */
export type StoredAnswer =
  | {
      readonly kind: 'success';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: unknown;
    }
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly code: string;
      readonly message: string;
      readonly details: DomainError['details'];
    };

export interface IdempotentRequest {
  readonly caller: string;
  readonly key: string;
  /** Keyed hash of method, path and body. */
  readonly fingerprint: string;
}

export type Beginning =
  /** `leaseUntil` names this run: only it may complete or forget the key. */
  | { readonly kind: 'begun'; readonly leaseUntil: Date }
  | { readonly kind: 'running' }
  | { readonly kind: 'reused' }
  | { readonly kind: 'answered'; readonly answer: StoredAnswer };

type Query = (text: string, values: unknown[]) => Promise<StoredKey[]>;

export interface StoredKey {
  readonly fingerprint: string;
  readonly status: number | null;
  readonly sealed_answer: string | null;
}

export const KEY_LIFETIME = 24 * 60 * 60 * 1_000;
/** Milliseconds after which a request that never ended is taken for dead. */
const LEASE = 60_000;

const BEGIN = `INSERT INTO idempotency_keys (caller, key, fingerprint, lease_until, created_at)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (caller, key) DO UPDATE
  SET fingerprint = excluded.fingerprint, lease_until = excluded.lease_until, created_at = excluded.created_at,
    status = NULL, sealed_answer = NULL
  WHERE idempotency_keys.created_at < $6
    OR (idempotency_keys.status IS NULL AND idempotency_keys.lease_until < $5
        AND idempotency_keys.fingerprint = excluded.fingerprint)
  RETURNING fingerprint, status, sealed_answer`;
const FIND = 'SELECT fingerprint, status, sealed_answer FROM idempotency_keys WHERE caller = $1 AND key = $2';
const COMPLETE = `UPDATE idempotency_keys SET status = $3, sealed_answer = $4, lease_until = NULL
  WHERE caller = $1 AND key = $2 AND status IS NULL AND lease_until = $5
  RETURNING fingerprint, status, sealed_answer`;
const FORGET = `DELETE FROM idempotency_keys
  WHERE caller = $1 AND key = $2 AND status IS NULL AND lease_until = $3`;

export interface AnswerSealer {
  seal(plaintext: string, associatedData: string): string;
  open(sealed: string, associatedData: string): string;
}

/** The keys of one database. `query` runs in the open transaction when there is one. */
export class IdempotencyStore {
  constructor(
    private readonly query: Query,
    private readonly sealer: AnswerSealer,
  ) {}

  /** Claims the key, in a statement of its own: of two racing requests one begins. */
  async begin(request: IdempotentRequest, now: Date): Promise<Beginning> {
    const { caller, key, fingerprint } = request;
    const leaseUntil = new Date(now.getTime() + LEASE);
    const expired = new Date(now.getTime() - KEY_LIFETIME);
    const begun = await this.query(BEGIN, [caller, key, fingerprint, leaseUntil, now, expired]);
    if (begun.length > 0) return { kind: 'begun', leaseUntil };
    const [stored] = await this.query(FIND, [caller, key]);
    if (stored === undefined) return { kind: 'running' };
    if (stored.fingerprint !== fingerprint) return { kind: 'reused' };
    if (stored.status === null || stored.sealed_answer === null) return { kind: 'running' };
    const answer = JSON.parse(this.sealer.open(stored.sealed_answer, bindingOf(request))) as StoredAnswer;
    return { kind: 'answered', answer };
  }

  /**
   * Call it in the transaction of the work, so that a crash leaves both or neither.
   *
   * @throws {ConflictError} when a repetition has taken over meanwhile: the work is then to be undone.
   */
  async complete(request: IdempotentRequest, answer: StoredAnswer, leaseUntil: Date): Promise<void> {
    const { caller, key } = request;
    const sealed = this.sealer.seal(JSON.stringify(answer), bindingOf(request));
    const completed = await this.query(COMPLETE, [caller, key, answer.status, sealed, leaseUntil]);
    if (completed.length === 0) throw new ConflictError('A repetition of this request has taken over');
  }

  /** After a failure that a repetition may mend. */
  async forget(request: IdempotentRequest, leaseUntil: Date): Promise<void> {
    await this.query(FORGET, [request.caller, request.key, leaseUntil]);
  }
}

/** What ties a sealed answer to its key. */
export function bindingOf({ caller, key }: Pick<IdempotentRequest, 'caller' | 'key'>): string {
  return `idempotency:${caller}:${key}`;
}

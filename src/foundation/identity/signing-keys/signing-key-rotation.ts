import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { ConflictError, NotFoundError } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/identifiers.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { SecurityConfig, type TokenAlgorithm } from '../../../platform/config/security.config.js';
import { SYSTEM_ACTOR } from '../../../platform/context/actor.js';
import { SecretBox } from '../../../platform/crypto/index.js';
import { ControlDatabase, type ControlManager } from '../../../platform/database/control-database.js';
import { newKeyMaterial } from './key-material.js';
import { isOver, type KeyFacts, type SigningKeyState, signingAt } from './signing-key.js';
import { bindingOf, type SigningKeyRow, SigningKeys } from './signing-keys.service.js';

/** Milliseconds that pass before a new key signs: every process has read it by then. */
const LEAD = 5_000;
/** Milliseconds by which the clocks of machines may differ. */
const SKEW = 60_000;

/** The end of a revoked key: over by every clock, also by one that is behind. */
const LONG_OVER = new Date(0);

const LOCK = 'LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE';
const LIST = `SELECT kid, algorithm, sealed_key AS "sealedKey", created_at AS "createdAt", activates_at AS "activatesAt",
    verifies_until AS "verifiesUntil"
  FROM signing_keys ORDER BY activates_at DESC, created_at DESC`;
const INSERT = `INSERT INTO signing_keys (kid, algorithm, sealed_key, created_at, activates_at)
  VALUES ($1, $2, $3, $4, $5)`;
/** Keys that would have signed after the new one: they have signed nothing. */
const DROP_LATER = 'DELETE FROM signing_keys WHERE activates_at > $1';
const SUPERSEDE = 'UPDATE signing_keys SET verifies_until = $2 WHERE kid <> $1 AND verifies_until IS NULL';
const END = 'UPDATE signing_keys SET verifies_until = $2 WHERE kid = $1';
/** The bootstrap row stays, or JWT_SECRET would be taken for a key that has never been replaced. */
const PURGE = 'DELETE FROM signing_keys WHERE verifies_until < $1 AND sealed_key IS NOT NULL';

export interface RotationOptions {
  /** Default: TOKEN_ALGORITHM, else the one that signs now. */
  readonly algorithm?: TokenAlgorithm | undefined;
  /** Milliseconds until the new key signs. */
  readonly lead?: number;
  /** Asked under the lock, with the newest key that is not over. Default: always. */
  readonly when?: (newest: ListedSigningKey | undefined) => boolean;
}

/** A key as operators see it. */
export interface ListedSigningKey extends KeyFacts {
  readonly state: SigningKeyState;
}

/** Makes and ends the keys of access tokens. Sessions outlive every key: their refresh tokens are not signed. */
@Injectable()
export class SigningKeyRotation {
  constructor(
    private readonly control: ControlDatabase,
    private readonly keys: SigningKeys,
    private readonly box: SecretBox,
    private readonly audit: AuditTrail,
    private readonly config: SecurityConfig,
    private readonly clock: Clock,
  ) {}

  /** Every key, the newest first. */
  async list(): Promise<readonly ListedSigningKey[]> {
    return this.withStates(await this.control.query<SigningKeyRow>(LIST));
  }

  /**
   * Makes a key that signs soon, and lets the others verify until the last token they signed is over.
   * @throws {ConflictError} for another algorithm than TOKEN_ALGORITHM, whose next sweep would take it back
   * @returns the new kid; undefined when `when` said no
   */
  async rotate(options: RotationOptions = {}): Promise<string | undefined> {
    const { tokenAlgorithm } = this.config;
    if (tokenAlgorithm !== undefined && (options.algorithm ?? tokenAlgorithm) !== tokenAlgorithm) {
      throw new ConflictError(`TOKEN_ALGORITHM is ${tokenAlgorithm}: change or remove it first`);
    }
    const kid = await this.control.transaction(async (manager) => {
      const keys = await this.lock(manager);
      const newest = newestOf(keys);
      return options.when?.(newest) === false ? undefined : this.insert(manager, newest, options);
    });
    if (kid === undefined) return undefined;
    this.keys.forget();
    await this.tell('signing-key.created', kid);
    return kid;
  }

  /**
   * Ends a key at once: what it signed is refused on every process within a second. When nothing else would sign
   * after it, a new key does, at once.
   * @returns the kid of that new key, if any
   * @throws {NotFoundError} for a key that is not there or is over
   */
  async revoke(kid: string): Promise<string | undefined> {
    const replacement = await this.control.transaction(async (manager) => {
      const keys = await this.lock(manager);
      const key = keys.find((candidate) => candidate.kid === kid);
      if (key === undefined || key.state === 'over') throw new NotFoundError('Signing key');
      await manager.query(END, [kid, LONG_OVER]);
      const isNeeded = key.verifiesUntil === null || key.state === 'signing';
      return isNeeded ? this.insert(manager, key, { lead: 0 }) : undefined;
    });
    this.keys.forget();
    await this.tell('signing-key.revoked', kid);
    if (replacement !== undefined) await this.tell('signing-key.created', replacement);
    return replacement;
  }

  /** Removes the material of keys that verify nothing any more. */
  async purge(): Promise<void> {
    await this.control.query(PURGE, [this.clock.now()]);
  }

  private async lock(manager: ControlManager): Promise<readonly ListedSigningKey[]> {
    await manager.query(LOCK);
    return this.withStates(await manager.query<SigningKeyRow[]>(LIST));
  }

  private async insert(
    manager: ControlManager,
    predecessor: ListedSigningKey | undefined,
    { algorithm, lead = LEAD }: RotationOptions,
  ): Promise<string> {
    const kid = newId();
    const now = this.clock.milliseconds();
    const chosen = algorithm ?? this.config.tokenAlgorithm ?? predecessor?.algorithm ?? 'HS256';
    const sealed = this.box.seal(newKeyMaterial(chosen), bindingOf(kid));
    const activatesAt = new Date(now + lead);
    const lastToken = now + lead + this.config.accessTokenSeconds * 1_000 + SKEW;
    await manager.query(DROP_LATER, [activatesAt]);
    await manager.query(INSERT, [kid, chosen, sealed, new Date(now), activatesAt]);
    await manager.query(SUPERSEDE, [kid, new Date(lastToken)]);
    return kid;
  }

  private withStates(rows: readonly SigningKeyRow[]): ListedSigningKey[] {
    const now = this.clock.now();
    const signing = signingAt(rows, now)?.kid;
    return rows.map((row) => {
      const { kid, algorithm, createdAt, activatesAt, verifiesUntil } = row;
      return { kid, algorithm, createdAt, activatesAt, verifiesUntil, state: stateOf(row, signing, now) };
    });
  }

  private async tell(action: string, kid: string): Promise<void> {
    await this.audit.record({ action, subject: { resource: 'signing-keys', id: kid }, actor: SYSTEM_ACTOR });
  }
}

/** Of keys that come newest first, as `list` gives them. */
export function newestOf(keys: readonly ListedSigningKey[]): ListedSigningKey | undefined {
  return keys.find(({ state }) => state !== 'over');
}

function stateOf(key: KeyFacts, signing: string | undefined, now: Date): SigningKeyState {
  if (isOver(key, now)) return 'over';
  if (key.kid === signing) return 'signing';
  return key.activatesAt > now ? 'pending' : 'verifying';
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { RecentReads } from '../../../platform/cache/recent-reads.js';
import { randomToken, sha256Hex } from '../../../platform/crypto/index.js';
import { ControlDatabase } from '../../../platform/database/control-database.js';
import { currentTenant, findContext } from '../../../platform/context/request-context.js';
import { AddressLimit } from '../../../platform/throttle/address-limit.js';
import { ApiKeySecret } from './api-key-secret.entity.js';

/** How every secret begins: scanners for leaked secrets look for it. */
export const SECRET_MARK = 'crm_';
const PREFIX_LENGTH = SECRET_MARK.length + 8;
/** The current one, and those it has replaced. */
const MOST_SECRETS = 3;

/** Secrets that this process remembers to have been good. */
const MOST_VOUCHED = 10_000;

const FIND = `SELECT s.api_key_id AS "apiKeyId", s.tenant_id AS "tenantId", s.user_id AS "userId", m.role
  FROM api_key_secrets s JOIN memberships m ON m.user_id = s.user_id AND m.tenant_id = s.tenant_id AND m.active
  WHERE s.secret_hash = $1 AND (s.expires_at IS NULL OR s.expires_at > $2)`;
const RETIRE = `UPDATE api_key_secrets SET expires_at = least(expires_at, $2) WHERE api_key_id = $1`;
const DROP_SURPLUS = `DELETE FROM api_key_secrets WHERE secret_hash IN (
  SELECT secret_hash FROM api_key_secrets WHERE api_key_id = $1 ORDER BY created_at DESC, secret_hash OFFSET $2)`;

/** Whom a secret speaks for. */
export interface KeyHolder {
  readonly apiKeyId: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly role: string;
}

export interface IssuedSecret {
  readonly secret: string;
  /** Shown in lists. */
  readonly prefix: string;
}

/** The secrets of API keys in the control database: made, looked up by their hash, and done away with. */
@Injectable()
export class ApiKeySecrets {
  private readonly holders: RecentReads<KeyHolder | undefined>;
  private readonly vouched = new Set<string>();

  constructor(
    private readonly control: ControlDatabase,
    private readonly addresses: AddressLimit,
    private readonly clock: Clock,
  ) {
    this.holders = new RecentReads(clock);
  }

  static generate(): IssuedSecret {
    const secret = SECRET_MARK + randomToken(32);
    return { secret, prefix: secret.slice(0, PREFIX_LENGTH) };
  }

  /** Of live secrets of active users only; a revocation shows within a second. @throws {RateLimitError} in a flood */
  find(secret: string): Promise<KeyHolder | undefined> {
    const hash = sha256Hex(secret);
    return this.holders.get(hash, () => this.read(hash));
  }

  private async read(hash: string): Promise<KeyHolder | undefined> {
    // A secret that was good before is vouched for: its holder is not kept out by others behind the same address.
    if (!this.vouched.has(hash)) this.addresses.refuseFlood(findContext()?.address);
    const values = [hash, this.clock.now()];
    const [holder] = await this.control.query<KeyHolder & Record<string, unknown>>(FIND, values);
    this.vouched.delete(hash);
    if (holder === undefined) return undefined;
    const [oldest] = this.vouched;
    if (this.vouched.size >= MOST_VOUCHED && oldest !== undefined) this.vouched.delete(oldest);
    this.vouched.add(hash);
    return holder;
  }

  /** Adds a secret; those before it stay good for the overlap. */
  async add(key: { id: string; userId: string }, secret: string, overlapMilliseconds: number): Promise<void> {
    const now = this.clock.milliseconds();
    await this.control.transaction(async (manager) => {
      await manager.query(RETIRE, [key.id, new Date(now + overlapMilliseconds)]);
      await manager.insert(ApiKeySecret, {
        secretHash: sha256Hex(secret),
        apiKeyId: key.id,
        tenantId: currentTenant().id,
        userId: key.userId,
        createdAt: new Date(now),
        expiresAt: null,
      });
      await manager.query(DROP_SURPLUS, [key.id, MOST_SECRETS]);
    });
    this.holders.clear();
  }

  async removeAll(apiKeyId: string): Promise<void> {
    await this.control.repository(ApiKeySecret).delete({ apiKeyId });
    this.holders.clear();
  }
}

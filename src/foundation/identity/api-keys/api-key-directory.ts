import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { currentTenant } from '../../../platform/context/request-context.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { CredentialRules, type FieldRules, type KeyRules } from '../roles/index.js';

const CACHE_MILLISECONDS = 1_000;
const CACHE_SIZE = 20_000;

const FIND = `SELECT version, permissions, field_rules AS "fieldRules", allowed_addresses AS "allowedAddresses",
    requests_per_minute AS "requestsPerMinute", expires_at AS "expiresAt"
  FROM api_keys WHERE id = $1 AND deleted_at IS NULL`;

/** What must be known of a key at each of its requests. */
export interface KeyFacts extends KeyRules {
  readonly allowedAddresses: readonly string[];
  readonly requestsPerMinute: number | null;
  readonly expiresAt: Date | null;
}

interface KeyRow extends KeyFacts {
  readonly [column: string]: unknown;
  readonly permissions: string[];
  readonly fieldRules: FieldRules;
}

/** The current tenant's keys by id, up to a second old. */
@Injectable()
export class ApiKeyDirectory extends CredentialRules {
  private readonly cache = new Map<
    string,
    { readonly facts: KeyFacts | undefined; readonly until: number }
  >();

  constructor(
    private readonly database: TenantDatabase,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async find(apiKeyId: string): Promise<KeyFacts | undefined> {
    const key = `${currentTenant().id}:${apiKeyId}`;
    const now = this.clock.milliseconds();
    const cached = this.cache.get(key);
    if (cached !== undefined && cached.until > now) return cached.facts;
    const [facts] = await this.database.query<KeyRow>({
      name: 'api-key-facts',
      text: FIND,
      values: [apiKeyId],
    });
    if (this.cache.size >= CACHE_SIZE) this.cache.clear();
    this.cache.set(key, { facts, until: now + CACHE_MILLISECONDS });
    return facts;
  }

  /** After a change made by this process. */
  forget(apiKeyId: string): void {
    this.cache.delete(`${currentTenant().id}:${apiKeyId}`);
  }
}

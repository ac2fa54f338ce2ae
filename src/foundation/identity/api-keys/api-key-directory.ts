import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { RecentReads } from '../../../platform/cache/recent-reads.js';
import { currentTenant } from '../../../platform/context/request-context.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { CredentialRules, type FieldRules, type KeyRules } from '../roles/index.js';

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
  private readonly keys: RecentReads<KeyFacts | undefined>;

  constructor(
    private readonly database: TenantDatabase,
    clock: Clock,
  ) {
    super();
    this.keys = new RecentReads(clock);
  }

  override find(apiKeyId: string): Promise<KeyFacts | undefined> {
    return this.keys.get(nameOf(apiKeyId), async () => {
      const find = { name: 'api-key-facts', text: FIND, values: [apiKeyId] };
      const [facts] = await this.database.query<KeyRow>(find);
      return facts;
    });
  }

  /** After a change made by this process. */
  forget(apiKeyId: string): void {
    this.keys.forget(nameOf(apiKeyId));
  }
}

function nameOf(apiKeyId: string): string {
  return `${currentTenant().id}:${apiKeyId}`;
}

import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../../../kernel/errors.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { WebhookDisabledError } from './delivery-log.errors.js';

const FIND = 'SELECT enabled FROM webhook_endpoints WHERE id = $1 AND deleted_at IS NULL';

/** The endpoints that are there, as far as the log needs to know. */
@Injectable()
export class LiveEndpoints {
  constructor(private readonly database: TenantDatabase) {}

  /** @throws {NotFoundError} also for one that is deleted */
  async require(id: string): Promise<{ readonly enabled: boolean }> {
    const [endpoint] = await this.database.query<{ enabled: boolean }>({ text: FIND, values: [id] });
    if (endpoint === undefined) throw new NotFoundError('Webhook');
    return endpoint;
  }

  /** Of one that something is to be sent to. @throws {NotFoundError} · {WebhookDisabledError} 409 */
  async requireEnabled(id: string): Promise<void> {
    const { enabled } = await this.require(id);
    if (!enabled) throw new WebhookDisabledError();
  }
}

import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../../../kernel/errors.js';
import { currentScope, scopeCondition } from '../../../platform/access/record-scope.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { ListFields } from '../../../platform/resource/list-fields.js';
import type { FilterTree } from '../../../platform/resource/list-tree.js';
import { WebhookDisabledError } from './delivery-log.errors.js';

type EndpointAction = 'read' | 'update';

export interface ReachedEndpoint {
  readonly id: string;
  readonly events: readonly string[];
  readonly enabled: boolean;
}

const NO_FIELDS = new ListFields(new Map(), new Map(), new Set());

/** Whose deliveries a caller reaches: those of the endpoints that their permission reaches. */
@Injectable()
export class EndpointReach {
  constructor(private readonly database: TenantDatabase) {}

  /** @throws {NotFoundError} for an endpoint that is deleted, or out of reach */
  async find(id: string, action: EndpointAction): Promise<ReachedEndpoint> {
    const values: unknown[] = [id];
    const reached = this.condition(action, 'e', (value) => `$${values.push(value)}`);
    const [endpoint] = await this.database.query<ReachedEndpoint & Record<string, unknown>>({
      text: `SELECT e.id, e.events, e.enabled FROM webhook_endpoints e
        WHERE e.id = $1 AND e.deleted_at IS NULL AND ${reached}`,
      values,
    });
    if (endpoint === undefined) throw new NotFoundError('Webhook');
    return endpoint;
  }

  /** One that something is to be sent to. @throws {NotFoundError} · {WebhookDisabledError} 409 */
  async findEnabled(id: string): Promise<ReachedEndpoint> {
    const endpoint = await this.find(id, 'update');
    if (!endpoint.enabled) throw new WebhookDisabledError();
    return endpoint;
  }

  /** SQL of whether the caller reaches an endpoint. @param alias of its table */
  condition(action: EndpointAction, alias: string, bind: (value: unknown) => string): string {
    const scope = currentScope(`webhooks:${action}`);
    return scope === undefined ? 'TRUE' : scopeCondition(`${alias}.owner_id`, scope, bind);
  }

  /** The same as a condition on a list of deliveries; undefined where every endpoint is reached. */
  within(): FilterTree | undefined {
    const scope = currentScope('webhooks:read');
    if (scope === undefined) return undefined;
    const relation = {
      name: 'webhook',
      property: 'webhookId',
      column: (alias: string) => `${alias}."endpoint_id"`,
      source: {
        plural: 'webhooks',
        table: 'webhook_endpoints',
        isRecord: true,
        fields: new Map(),
        views: () => Promise.resolve(new Map()),
      },
      scope,
      fields: NO_FIELDS,
    };
    return { kind: 'related', relation, of: { kind: 'all', of: [] } };
  }
}

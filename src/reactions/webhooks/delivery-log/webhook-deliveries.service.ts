import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../../../kernel/errors.js';
import type { Page } from '../../../kernel/page.js';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { type ListQuery, readListQuery } from '../../../platform/resource/lists/list-query.js';
import { readSearchBody } from '../../../platform/resource/lists/list-search-body.js';
import type { ListSyntax } from '../../../platform/resource/lists/list-syntax.js';
import { PlainLists, type PlainRow } from '../../../platform/resource/lists/plain-lists.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import { DeliveryRequests } from '../deliveries/index.js';
import { DELIVERY_POLICY, DELIVERY_RELATIONS, DELIVERY_TABLE } from './delivery-list.policy.js';
import { asDeliveryList } from './delivery-query.js';
import type { WebhookAttemptDto } from './dto/webhook-attempt.dto.js';
import type { WebhookDeliveryDetailDto } from './dto/webhook-delivery-detail.dto.js';
import type { WebhookDeliveryDto } from './dto/webhook-delivery.dto.js';
import { LiveEndpoints } from './live-endpoints.js';

const EVENT = `(SELECT json_build_object('id', j.id, 'type', j.type, 'resource', j.resource, 'recordId', j.record_id,
    'recordVersion', j.version, 'occurredAt', to_char(j.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  FROM journal j WHERE j.seq = webhook_deliveries.event_seq) AS event`;

const ATTEMPTS = `SELECT * FROM (
    SELECT number, started_at AS "startedAt", duration_milliseconds AS "durationMilliseconds", outcome,
      response_status AS "responseStatus", response_excerpt AS "responseExcerpt"
    FROM webhook_attempts WHERE delivery_id = $1 ORDER BY number DESC LIMIT 100) AS latest
  ORDER BY number`;

type DeliveryRow = WebhookDeliveryDto & Pick<WebhookDeliveryDetailDto, 'event'>;

/** The delivery log: what was sent, what came back, what is to come. */
@Injectable()
export class WebhookDeliveriesService {
  private readonly lists: PlainLists;

  constructor(
    private readonly database: TenantDatabase,
    private readonly endpoints: LiveEndpoints,
    private readonly requests: DeliveryRequests,
    foundation: RecordFoundation,
  ) {
    const parts = { table: DELIVERY_TABLE, policy: DELIVERY_POLICY, relations: DELIVERY_RELATIONS };
    this.lists = new PlainLists(parts, foundation);
  }

  /** @throws {BadRequestError} 400 for what the list does not have */
  list(query: ListQuery): Promise<Page<PlainRow>> {
    return this.page(readListQuery(query));
  }

  /** A list in its JSON form. @throws what `list` throws */
  search(body: unknown): Promise<Page<PlainRow>> {
    return this.page(readSearchBody(body));
  }

  /** @throws {NotFoundError} for an endpoint that is deleted · {BadRequestError} */
  async listOfEndpoint(endpointId: string, query: ListQuery): Promise<Page<PlainRow>> {
    await this.endpoints.require(endpointId);
    return this.page(readListQuery(query), endpointId);
  }

  /** @throws {NotFoundError} */
  async get(deliveryId: string): Promise<WebhookDeliveryDetailDto> {
    const [delivery] = await this.database.query<DeliveryRow & Record<string, unknown>>({
      text: `SELECT ${DELIVERY_TABLE.selection}, ${EVENT} FROM webhook_deliveries WHERE id = $1`,
      values: [deliveryId],
      types: RECORD_TYPES,
    });
    if (delivery === undefined) throw new NotFoundError('Delivery');
    const attemptLog = await this.database.query<WebhookAttemptDto & Record<string, unknown>>({
      text: ATTEMPTS,
      values: [deliveryId],
      types: RECORD_TYPES,
    });
    const request = (await this.requests.find(deliveryId)) ?? null;
    return { ...delivery, request, attemptLog };
  }

  private page(syntax: ListSyntax, endpointId?: string): Promise<Page<PlainRow>> {
    return this.lists.list(asDeliveryList(syntax, endpointId));
  }
}

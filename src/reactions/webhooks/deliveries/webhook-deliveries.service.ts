import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../../../kernel/errors.js';
import type { Page } from '../../../kernel/page.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { numberedPage } from '../../../platform/http/page-of.js';
import { readPageQuery } from '../../../platform/http/page-query.js';
import { badFilter } from '../../../platform/resource/list-filters.js';
import { WebhookEndpointsService } from '../endpoints/index.js';
import type { WebhookAttemptDto } from './dto/webhook-attempt.dto.js';
import type { WebhookDeliveryDetailDto } from './dto/webhook-delivery-detail.dto.js';
import { DELIVERY_STATUSES, type WebhookDeliveryDto } from './dto/webhook-delivery.dto.js';

const COLUMNS = `id, endpoint_id AS "webhookId", event_id AS "eventId", event_type AS "eventType", status, attempts,
  response_status AS "responseStatus", next_attempt_at AS "nextAttemptAt", created_at AS "createdAt",
  completed_at AS "completedAt"`;

type DeliveryQuery = Readonly<Record<string, unknown>>;

interface DeliveryRow extends Omit<WebhookDeliveryDto, 'nextAttemptAt' | 'createdAt' | 'completedAt'> {
  readonly nextAttemptAt: Date | null;
  readonly createdAt: Date;
  readonly completedAt: Date | null;
}

/** The delivery log: what was sent, what came back, what is to come. */
@Injectable()
export class WebhookDeliveriesService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly endpoints: WebhookEndpointsService,
  ) {}

  async list(query: DeliveryQuery, endpointId?: string): Promise<Page<WebhookDeliveryDto>> {
    if (endpointId !== undefined) await this.endpoints.get(endpointId);
    const page = readPageQuery(query);
    const status = query['status'];
    if (status !== undefined && !DELIVERY_STATUSES.some((known) => known === status)) {
      throw badFilter('status', `must be one of ${DELIVERY_STATUSES.join(', ')}`);
    }
    const where = '($1::uuid IS NULL OR endpoint_id = $1) AND ($2::text IS NULL OR status = $2)';
    const filter = [endpointId ?? null, status ?? null];
    const [counted] = await this.database.query<{ count: number }>({
      text: `SELECT count(*) AS count FROM webhook_deliveries WHERE ${where}`,
      values: filter,
    });
    const rows = await this.database.query<DeliveryRow>({
      text: `SELECT ${COLUMNS} FROM webhook_deliveries WHERE ${where} ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4`,
      values: [...filter, page.pageSize, (page.page - 1) * page.pageSize],
    });
    return numberedPage(rows.map(toDto), counted?.count ?? 0, page);
  }

  /** @throws {NotFoundError} */
  async get(deliveryId: string): Promise<WebhookDeliveryDetailDto> {
    const [row] = await this.database.query<DeliveryRow>({
      text: `SELECT ${COLUMNS} FROM webhook_deliveries WHERE id = $1`,
      values: [deliveryId],
    });
    if (row === undefined) throw new NotFoundError('Delivery');
    const attempts = await this.database.query<Omit<WebhookAttemptDto, 'startedAt'> & { startedAt: Date }>({
      text: `SELECT number, started_at AS "startedAt", duration_milliseconds AS "durationMilliseconds", outcome,
        response_status AS "responseStatus", response_excerpt AS "responseExcerpt"
        FROM webhook_attempts WHERE delivery_id = $1 ORDER BY number`,
      values: [deliveryId],
    });
    const attemptLog = attempts.map((attempt) => ({
      ...attempt,
      startedAt: attempt.startedAt.toISOString(),
    }));
    return { ...toDto(row), attemptLog };
  }
}

function toDto(row: DeliveryRow): WebhookDeliveryDto {
  return {
    ...row,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    completedAt: row.completedAt?.toISOString() ?? null,
  };
}

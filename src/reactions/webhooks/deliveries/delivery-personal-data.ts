import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type {
  ErasedBatch,
  ErasedSlice,
  PersonalDataStore,
} from '../../../platform/privacy/personal-data-store.js';
import { PersonalDataStores } from '../../../platform/privacy/personal-data-stores.js';
import type { RecordLink } from '../../../platform/resource/relations/record-link.js';

const SLICE = 500;
const PAGE = 500;
const EMPTY = `UPDATE webhook_attempts SET response_excerpt = NULL WHERE ctid = ANY (ARRAY(
  SELECT attempt.ctid FROM journal AS event JOIN webhook_deliveries AS delivery ON delivery.event_seq = event.seq
    JOIN webhook_attempts AS attempt ON attempt.delivery_id = delivery.id
  WHERE event.record_id = ANY ($1::uuid[]) AND attempt.response_excerpt IS NOT NULL LIMIT ${SLICE}))`;
const LIST = `SELECT delivery.id, delivery.event_type AS "eventType", delivery.status, delivery.created_at AS at, endpoint.url
  FROM journal AS event JOIN webhook_deliveries AS delivery ON delivery.event_seq = event.seq
    JOIN webhook_endpoints AS endpoint ON endpoint.id = delivery.endpoint_id
  WHERE event.record_id = ANY ($1::uuid[]) AND delivery.id > $2 ORDER BY delivery.id LIMIT ${PAGE}`;

/**
 * Bodies are not stored: each attempt makes its own from the journal. What endpoints answered is; it may repeat what they
 * were sent.
 */
@Injectable()
export class DeliveryPersonalData implements PersonalDataStore {
  readonly name = 'webhookDeliveries';
  readonly tables = ['webhook_deliveries', 'webhook_attempts'];

  constructor(
    private readonly database: TenantDatabase,
    stores: PersonalDataStores,
  ) {
    stores.add(this);
  }

  async erase({ records }: ErasedBatch): Promise<ErasedSlice> {
    const values = [records.map(({ id }) => id)];
    const erased = await this.database.execute({ text: EMPTY, values });
    return { counts: { webhookAnswers: erased }, next: erased < SLICE ? null : 'more' };
  }

  /** To whom events about them were sent. */
  async *disclose(records: readonly RecordLink[]): AsyncGenerator<Readonly<Record<string, unknown>>, void> {
    const ids = records.map(({ id }) => id);
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const rows = await this.database.query<Record<string, unknown>>({ text: LIST, values: [ids, after] });
      yield* rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) return;
      after = String(last['id']);
    }
  }
}

import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { currentAccess, currentActor } from '../../../platform/context/request-context.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { EventBody } from '../../../platform/resource/events/event-body.js';
import { EventRights } from '../../../platform/resource/events/event-rights.js';
import { withoutNamed } from '../../../platform/resource/lists/named-fields.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { tellOfRead } from '../../../platform/resource/sensitive-reads.js';
import { PING_EVENT } from '../endpoints/index.js';
import type { AdmittedRow, ClaimedDelivery } from './claimed-delivery.js';
import { DeliveryRights } from './delivery-rights.js';
import { steadyHeaders, WebhookBodies } from './webhook-bodies.js';

const FIND = `SELECT e.fields, e.headers,
    json_build_object('id', e.rights_user_id, 'role', m.role, 'apiKeyId', e.rights_api_key_id) AS owner,
    json_build_object('id', j.id, 'resource', j.resource, 'type', j.type, 'version', j.version) AS head,
    j.occurred_at AS "occurredAt", j.record, j.changes
  FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id JOIN journal j ON j.seq = d.event_seq
  LEFT JOIN members m ON m.id = e.rights_user_id
  WHERE d.id = $1`;

type Row = Pick<AdmittedRow, 'fields' | 'owner' | 'head' | 'occurredAt' | 'record' | 'changes'> & {
  readonly headers: Readonly<Record<string, string>>;
};

type LoggedDelivery = Pick<ClaimedDelivery, 'fields' | 'owner' | 'event'>;

export interface ShownRequest {
  /** The same at every attempt, with masks for values of the endpoint; undefined for who may not see its headers. */
  readonly headers?: Record<string, string>;
  readonly body: string;
  /** Whether fields are left out that the receiver gets and the reader may not see. */
  readonly redacted: boolean;
}

/** The requests of deliveries, for people who look at the log. */
@Injectable()
export class DeliveryRequests {
  constructor(
    private readonly database: TenantDatabase,
    private readonly ownerRights: DeliveryRights,
    private readonly rights: EventRights,
    private readonly bodies: WebhookBodies,
    private readonly registry: ResourceRegistry,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * As it would be sent now. Two people's rights hold: of the endpoint's owner, whose view is what is sent, and of the
   * caller, who may know the log and not the records.
   *
   * @returns undefined when the event is not held any more, or not both of them may see it
   */
  async find(deliveryId: string): Promise<ShownRequest | undefined> {
    const [row] = await this.database.query<Row & Record<string, unknown>>({
      name: 'webhook-delivery-request',
      text: FIND,
      values: [deliveryId],
    });
    if (row === undefined) return undefined;
    const { head, occurredAt, record, changes } = row;
    const delivery = { ...row, event: { ...head, occurredAt, record, changes } };
    const [sent, unseen] = [await this.ownerRights.hiddenFields(delivery), await this.hiddenFields(delivery)];
    if (sent === undefined || unseen === undefined) return undefined;
    await this.tell(delivery);
    const body = this.bodies.of(delivery, sent).toString();
    const shown = redacted(body, unseen);
    const headers = { ...row.headers, ...steadyHeaders(delivery.event) };
    const isHidden = currentAccess().hiddenFields('webhooks').has('headers');
    return { ...(isHidden ? {} : { headers }), body: shown, redacted: shown !== body };
  }

  /** What the caller may not see of the event; undefined when the whole is not theirs to see. */
  private hiddenFields({ event }: LoggedDelivery): Promise<ReadonlySet<string> | undefined> {
    const { id, resource, record } = event;
    const judged = { id, resource, recordId: String(record['id']) };
    return this.rights.hiddenIn({ userId: currentActor().id, access: currentAccess() }, judged);
  }

  /** Whoever reads what is sensitive is named in the audit log. A test is about no record. */
  private async tell({ event: { type, resource, record } }: LoggedDelivery): Promise<void> {
    if (type === PING_EVENT || this.registry.find(resource)?.descriptor.sensitive !== true) return;
    await tellOfRead(this.audit, { name: resource }, { ids: [String(record['id'])] });
  }
}

/** Byte by byte what is sent, unless something has to be left out. */
function redacted(text: string, hidden: ReadonlySet<string>): string {
  if (hidden.size === 0) return text;
  const body = JSON.parse(text) as EventBody;
  const previous = body.previous && withoutNamed(body.previous, hidden);
  return JSON.stringify({ ...body, data: withoutNamed(body.data, hidden), previous });
}

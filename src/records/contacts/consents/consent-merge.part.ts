import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type {
  MergeGround,
  MergePart,
  MovedRow,
  PartMove,
} from '../../../platform/resource/merging/merge-part.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { ContactConsentsStore } from './contact-consents.store.js';

const MOVE = `UPDATE contact_consents AS consent SET contact_id = $1
  FROM (SELECT id, contact_id FROM contact_consents WHERE contact_id = ANY ($2::uuid[]) LIMIT $3) AS former
  WHERE consent.id = former.id RETURNING consent.id AS "rowId", former.contact_id AS "loserId"`;
const GIVE_BACK = `UPDATE contact_consents AS consent SET contact_id = former.contact_id
  FROM unnest($2::uuid[], $3::uuid[]) AS former (id, contact_id)
  WHERE consent.id = former.id AND consent.contact_id = $1`;

/** What merged contacts decided, the one that lives on has decided: of each purpose the latest holds. */
@Injectable()
export class ConsentMergePart implements MergePart, OnModuleInit {
  readonly resource = 'contact';
  readonly name = 'consents';

  constructor(
    private readonly registry: ResourceRegistry,
    private readonly database: TenantDatabase,
    private readonly store: ContactConsentsStore,
  ) {}

  onModuleInit(): void {
    this.registry.addMergePart(this);
  }

  async move({ survivorId, loserIds }: MergeGround, limit: number): Promise<PartMove> {
    const values = [survivorId, loserIds, limit + 1];
    const rows = await this.database.query<MovedRow & Record<string, unknown>>({ text: MOVE, values });
    if (rows.length === 0) return { rows };
    const current = await this.store.current(survivorId);
    const consentedTo = current.flatMap(({ status, purpose }) => (status === 'granted' ? [purpose] : []));
    return { rows, fields: { consentedTo } };
  }

  async undo({ survivorId }: MergeGround, rows: readonly MovedRow[]): Promise<void> {
    if (rows.length === 0) return;
    const values = [survivorId, rows.map(({ rowId }) => rowId), rows.map(({ loserId }) => loserId)];
    await this.database.execute({ text: GIVE_BACK, values });
  }
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { PersonalDataStores } from '../../platform/privacy/personal-data-stores.js';
import { PersonalTable } from '../../platform/privacy/personal-table.js';
import type { MergeGround, MergePart, PartMove } from '../../platform/resource/merging/merge-part.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';

const KEEP = `INSERT INTO merged_company_links (merge_id, contact_id, company_id, role, since, is_new)
  SELECT $1, contact_id, company_id, role, since, NOT EXISTS (SELECT 1 FROM contact_companies AS own
    WHERE own.contact_id = link.contact_id AND own.company_id = $2)
  FROM contact_companies AS link WHERE company_id = ANY ($3::uuid[])`;
const COPY = `UPDATE contact_companies AS link SET role = former.role, since = former.since
  FROM (SELECT DISTINCT ON (contact_id) contact_id, role, since FROM merged_company_links
    WHERE merge_id = $1 AND is_new ORDER BY contact_id, since, company_id) AS former
  WHERE link.company_id = $2 AND link.contact_id = former.contact_id`;
const SET_BACK = `UPDATE contact_companies AS link SET role = former.role, since = former.since
  FROM merged_company_links AS former
  WHERE former.merge_id = $1 AND link.contact_id = former.contact_id AND link.company_id = former.company_id`;
const FORGET = 'DELETE FROM merged_company_links WHERE merge_id = $1';

/** What contacts were to companies that are merged, and since when, they are to the one that lives on. */
@Injectable()
export class ContactLinkMergePart implements MergePart, OnModuleInit {
  readonly resource = 'company';
  readonly name = 'contactLinks';

  constructor(
    private readonly registry: ResourceRegistry,
    private readonly database: TenantDatabase,
    stores: PersonalDataStores,
  ) {
    const facts = { table: 'merged_company_links', resource: 'contact', columns: ['contact_id'] };
    stores.add(new PersonalTable(database, { name: 'mergedCompanyLinks', ...facts }));
  }

  onModuleInit(): void {
    this.registry.addMergePart(this);
  }

  /** The associations end with the companies: what they say is put aside for the undoing. */
  async move({ mergeId, survivorId, loserIds }: MergeGround): Promise<PartMove> {
    await this.database.execute({ text: KEEP, values: [mergeId, survivorId, loserIds] });
    return { rows: [] };
  }

  async settle({ mergeId, survivorId }: MergeGround): Promise<void> {
    await this.database.execute({ text: COPY, values: [mergeId, survivorId] });
  }

  async undo({ mergeId }: MergeGround): Promise<void> {
    await this.database.execute({ text: SET_BACK, values: [mergeId] });
    await this.database.execute({ text: FORGET, values: [mergeId] });
  }
}

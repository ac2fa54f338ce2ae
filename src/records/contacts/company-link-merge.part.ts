import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { MergeGround, MergePart, PartMove } from '../../platform/resource/merging/merge-part.js';
import type { RecordEntity } from '../../platform/resource/record.entity.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';

/** Of an association that several merged contacts had, what the oldest says. */
const COPY = `UPDATE contact_companies AS link SET role = former.role, since = former.since
  FROM (SELECT DISTINCT ON (company_id) company_id, role, since FROM contact_companies
    WHERE contact_id = ANY ($2::uuid[]) ORDER BY company_id, since, contact_id) AS former
  WHERE link.contact_id = $1 AND link.company_id = former.company_id AND link.company_id <> ALL ($3::uuid[])`;

/** With its new companies the contact that lives on gets what it was to them, and since when. */
@Injectable()
export class CompanyLinkMergePart implements MergePart, OnModuleInit {
  readonly resource = 'contact';
  readonly name = 'companyLinks';

  constructor(
    private readonly registry: ResourceRegistry,
    private readonly database: TenantDatabase,
  ) {}

  onModuleInit(): void {
    this.registry.addMergePart(this);
  }

  /** The associations themselves follow the field of the contact. */
  async move(): Promise<PartMove> {
    return { rows: [] };
  }

  async settle({ survivorId, loserIds }: MergeGround, before: RecordEntity): Promise<void> {
    const known: unknown = Reflect.get(before, 'companyIds');
    await this.database.execute({ text: COPY, values: [survivorId, loserIds, known] });
  }

  async undo(): Promise<void> {}
}

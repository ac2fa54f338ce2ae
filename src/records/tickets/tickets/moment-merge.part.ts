import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { MergeGround, MergePart, PartMove } from '../../../platform/resource/merging/merge-part.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { ticketResource } from './ticket.policy.js';

const MOMENTS = `SELECT min(first_responded_at) AS "firstRespondedAt", max(last_asked_at) AS "lastAskedAt",
  max(last_responded_at) AS "lastRespondedAt" FROM tickets WHERE id = ANY ($1::uuid[])`;

/** Who has asked in one of the tickets waits in the one that lives on, and who was answered was answered. */
@Injectable()
export class MomentMergePart implements MergePart, OnModuleInit {
  readonly resource = ticketResource.name;
  readonly name = 'moments';

  constructor(
    private readonly registry: ResourceRegistry,
    private readonly database: TenantDatabase,
  ) {}

  onModuleInit(): void {
    this.registry.addMergePart(this);
  }

  async move({ survivorId, loserIds }: MergeGround): Promise<PartMove> {
    const [fields = {}] = await this.database.query<Record<string, unknown>>({
      text: MOMENTS,
      values: [[survivorId, ...loserIds]],
      types: RECORD_TYPES,
    });
    return { rows: [], fields };
  }
}

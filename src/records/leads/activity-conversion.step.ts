import { Injectable } from '@nestjs/common';
import type { RecordLink } from '../../platform/resource/relations/record-link.js';
import type { RecordEntity } from '../../platform/resource/record.entity.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';
import type { ConversionStep, LeadConversion } from './lead-conversion.js';

type Note = Partial<RecordEntity> & Readonly<Record<'kind' | 'subject', string>> & { links: RecordLink[] };

/** A note on all that took part, so that each shows in its own course what has become of it. */
@Injectable()
export class ActivityConversionStep implements ConversionStep {
  constructor(private readonly registry: ResourceRegistry) {}

  async run(conversion: LeadConversion): Promise<void> {
    const { lead, contact, company, deal, ownerId, request } = conversion;
    if (request.createActivity === false) return;
    const records = { lead, contact, company, deal };
    const links = Object.entries(records).flatMap(([resource, record]) =>
      record === undefined ? [] : [{ resource, id: record.id }],
    );
    const note: Note = { kind: 'note', subject: 'Lead converted', links, ownerId };
    conversion.activity = await this.registry.find('activity')?.service.create(note);
    conversion.created.activity = conversion.activity !== undefined;
  }
}

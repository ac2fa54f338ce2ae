import { Injectable } from '@nestjs/common';
import { TenantSettings } from '../../../foundation/settings/index.js';
import { ValidationError } from '../../../kernel/errors.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import { LinkCheck } from '../../../platform/resource/writes/link-check.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { DealContactLinks } from './deal-contact-links.js';
import type { Deal } from './deal.entity.js';
import { AmountFollowsError } from './deal.errors.js';
import { dealResource } from './deal.policy.js';
import { DealStages } from './deal-stages.js';
import { settleContacts } from './settle-contacts.js';
import { StageHistory } from './stage-history.js';

@Injectable()
export class DealsService extends ResourceService<Deal> {
  constructor(
    foundation: RecordFoundation,
    private readonly settings: TenantSettings,
    private readonly stages: DealStages,
    private readonly links: DealContactLinks,
    private readonly history: StageHistory,
  ) {
    super(dealResource, foundation);
  }

  protected override async complete(draft: Deal): Promise<void> {
    const given: string | null = draft.currency;
    if (given === null) draft.currency = (await this.settings.current()).currency;
  }

  protected override async examine(writes: readonly RecordWrite<Deal>[]): Promise<void> {
    for (const write of writes) keepAmount(write);
    await this.examineContacts(writes);
    await this.stages.settle(writes);
  }

  protected override async follow(writes: readonly RecordWrite<Deal>[]): Promise<void> {
    await this.links.store(writes);
    await this.history.store(writes);
  }

  private async examineContacts(writes: readonly RecordWrite<Deal>[]): Promise<void> {
    const pointing = writes
      .filter(({ verb }) => verb === 'created' || verb === 'updated')
      .map((write) => ({ write, added: settleContacts(write) }));
    const links = pointing.flatMap(({ added }) => added.map(({ id }) => ({ resource: 'contact', id })));
    if (links.length === 0) return;
    const check = await LinkCheck.of(this.foundation.registry, links);
    for (const { write, added } of pointing) {
      const faults = added.filter(({ id }) => check.faultOf({ resource: 'contact', id }) !== undefined);
      if (faults.length === 0) continue;
      write.refuse(new ValidationError(faults.map(({ field }) => ({ field, message: 'does not exist' }))));
    }
  }
}

/** What line items make is not entered; a PUT that does not name the amount or its currency leaves them. */
function keepAmount(write: RecordWrite<Deal>): void {
  const { before, after, input } = write;
  const currency: string | null = after.currency;
  if (before !== undefined) after.currency = currency ?? before.currency;
  if (before?.amountSource !== 'lineItems' || after.amount === before.amount) return;
  if (input.amount === undefined) after.amount = before.amount;
  else write.refuse(new AmountFollowsError());
}

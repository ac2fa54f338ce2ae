import { Injectable } from '@nestjs/common';
import { TenantSettings } from '../../../foundation/settings/index.js';
import { NotFoundError, PermissionDeniedError, ValidationError } from '../../../kernel/errors.js';
import type { Page } from '../../../kernel/page.js';
import { currentAccess } from '../../../platform/context/request-context.js';
import { badFilter } from '../../../platform/resource/lists/list-filters.js';
import type { RecordGroup } from '../../../platform/resource/lists/list-groups.js';
import type { ListQuery } from '../../../platform/resource/lists/list-query.js';
import type { RecordEntity } from '../../../platform/resource/record.entity.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import { LinkCheck } from '../../../platform/resource/writes/link-check.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { moneyFaults } from '../money-faults.js';
import type { DealContact } from './deal-contact.js';
import { DealContactLinks } from './deal-contact-links.js';
import type { Deal } from './deal.entity.js';
import { AmountFollowsError, CurrencyFollowsError } from './deal.errors.js';
import { dealResource } from './deal.policy.js';
import { DealStages } from './deal-stages.js';
import { takeSum } from './deal-sum.js';
import { settleContacts } from './settle-contacts.js';
import { StageHistory } from './stage-history.js';

/** By the record type whose deals are asked for: the field that names it. */
const HELD_BY: ReadonlyMap<string, string> = new Map([
  ['company', 'companyId'],
  ['contact', 'contactIds'],
  ['lead', 'leadId'],
]);

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

  /** Runs work in one transaction with a deal locked that the caller may change. @throws {NotFoundError} 404 */
  async withLocked<Result>(id: string, work: (deal: Deal) => Promise<Result>): Promise<Result> {
    await this.foundation.journal.prepare();
    return this.write(async () => work(await this.find(id, 'update', { lock: true })));
  }

  /** @param named the contact it is about, for whoever may not write contacts of deals */
  async amendContacts(id: string, named: DealContact, change: (deal: Deal) => DealContact[]): Promise<void> {
    const fieldsFor = (before: RecordEntity): Partial<Deal> => ({ contacts: change(before as Deal) });
    await this.update(id, { contacts: [named] }, { fieldsFor });
  }

  /** The deals that a list finds, by these stages. @throws what `list` throws */
  byStages(query: ListQuery, stageIds: readonly string[]): Promise<readonly RecordGroup[]> {
    const sums = { sum: 'amount', per: 'currency', isKept: true } as const;
    return this.groups(query, { field: 'stageId', keys: stageIds, ...sums });
  }

  /**
   * The deals of a record of another type, with all that lists can do.
   *
   * @param path first part of that record's own path: `companies`
   * @throws {NotFoundError} 404 for what has no deals, and when the caller cannot read such a record
   * @throws {PermissionDeniedError} 403 when the caller may not see whose deals they are
   */
  async listOf(path: string, id: string, query: ListQuery): Promise<Page<RecordView>> {
    const parent = this.foundation.registry.findByPath(path);
    const field = HELD_BY.get(parent?.descriptor.name ?? '');
    if (parent === undefined || field === undefined) throw new NotFoundError('Record');
    if (currentAccess().hiddenFields(this.descriptor.plural).has(field)) throw new PermissionDeniedError();
    if (query[field] !== undefined) throw badFilter(field, 'is what the path says');
    if (!(await parent.service.findReadable([id])).has(id)) throw new NotFoundError('Record');
    return this.list({ ...query, [field]: id });
  }

  protected override async complete(draft: Deal): Promise<void> {
    if (isMissing(draft.currency)) draft.currency = (await this.settings.current()).currency;
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

/** Of a column that is never null, once the record is whole. */
function isMissing(value: unknown): boolean {
  return value === null;
}

/** What line items make is not entered; a PUT that does not name the amount or its currency leaves them. */
function keepAmount(write: RecordWrite<Deal>): void {
  const { before, after, input } = write;
  if (takeSum(after)) return checkChoice(write);
  if (before !== undefined && isMissing(after.currency)) after.currency = before.currency;
  // A merge that is undone takes the line items away that have made the amount.
  const isEntered = before?.amountSource !== 'lineItems' || after.amountSource === 'entered';
  if (isEntered) return checkAmount(write);
  if (after.currency !== before.currency) write.refuse(new CurrencyFollowsError());
  if (after.amount === before.amount) return;
  if (input.amount === undefined) after.amount = before.amount;
  else write.refuse(new AmountFollowsError());
}

/** What a merge was told to take, of what line items decide. */
function checkChoice(write: RecordWrite<Deal>): void {
  const { after, input } = write;
  const differs = (field: 'amount' | 'currency') => (input[field] ?? after[field]) !== after[field];
  if (differs('amount')) write.refuse(new AmountFollowsError());
  else if (differs('currency')) write.refuse(new CurrencyFollowsError());
}

/** An amount that was entered has no more decimals than its currency. */
function checkAmount(write: RecordWrite<Deal>): void {
  const { before, after } = write;
  if (before !== undefined && after.amount === before.amount && after.currency === before.currency) return;
  const faults = moneyFaults({ amount: after.amount }, after.currency);
  if (faults.length > 0) write.refuse(new ValidationError(faults));
}

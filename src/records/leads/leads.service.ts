import { Injectable } from '@nestjs/common';
import { PermissionDeniedError } from '../../kernel/errors.js';
import type { Page } from '../../kernel/page.js';
import { currentAccess } from '../../platform/context/request-context.js';
import { readPageQuery } from '../../platform/http/page-query.js';
import type { ListQuery } from '../../platform/resource/lists/list-query.js';
import { changedFields } from '../../platform/resource/writes/record-changes.js';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import { RecordWrite } from '../../platform/resource/writes/record-write.js';
import type { RecordView } from '../../platform/resource/resource-descriptor.js';
import { ResourceService } from '../../platform/resource/resource.service.js';
import { LeadAssignment } from './assignment-rules/index.js';
import type { LeadStatusChangeDto } from './dto/lead-status-change.dto.js';
import { LeadStatusHistory } from './lead-status-history.js';
import type { Lead } from './lead.entity.js';
import { ConversionRequiredError, LeadConvertedError, LeadUnreachableError } from './lead.errors.js';
import { leadResource } from './lead.policy.js';

@Injectable()
export class LeadsService extends ResourceService<Lead> {
  constructor(
    foundation: RecordFoundation,
    private readonly assignment: LeadAssignment,
    private readonly history: LeadStatusHistory,
  ) {
    super(leadResource, foundation);
  }

  /** @throws {NotFoundError} 404 · {PermissionDeniedError} 403 when the status itself is hidden */
  async statusHistory(id: string, query: ListQuery): Promise<Page<LeadStatusChangeDto>> {
    if (currentAccess().hiddenFields(this.descriptor.plural).has('status')) throw new PermissionDeniedError();
    const page = readPageQuery(query);
    await this.get(id);
    return this.history.list(id, page);
  }

  /**
   * Gives a lead to the owner that is chosen for it, with an event of its own; the same owner changes nothing.
   *
   * @throws {NotFoundError} 404 · {PermissionDeniedError} 403 when the caller could not reach it there
   */
  assign(id: string, choose: (lead: Lead) => Promise<string | null>): Promise<RecordView> {
    if (currentAccess().readOnlyFields(this.descriptor.plural).has('ownerId'))
      throw new PermissionDeniedError('You may not write ownerId');
    return this.withLocked(id, async (before) => {
      const ownerId = await choose(before);
      await this.requireOwner('update', ownerId);
      return this.amend('assigned', before, { ownerId });
    });
  }

  /** Runs work in one transaction with a lead locked that the caller may change. @throws {NotFoundError} 404 */
  async withLocked<Result>(id: string, work: (lead: Lead) => Promise<Result>): Promise<Result> {
    await this.foundation.journal.prepare();
    return this.write(async () => work(await this.find(id, 'update', { lock: true })));
  }

  /** Changes fields of a locked lead that callers do not set themselves, as an event of its own. */
  async amend(verb: string, before: Lead, fields: Partial<Lead>): Promise<RecordView> {
    const changes = changedFields(before, fields);
    if (Object.keys(changes).length === 0) return this.view(before);
    const saved = await this.save(verb, before, fields, changes);
    await this.follow([new RecordWrite('updated', before, saved)]);
    return this.view(saved);
  }

  /** The lead as the caller may see it: what becomes of it elsewhere must not show more. */
  visible(lead: Lead): RecordView {
    return this.view(lead);
  }

  protected override check(lead: Lead, before: Lead | undefined): void {
    const names = [lead.lastName, lead.company, lead.email, lead.phone];
    if (names.every((name) => name === null || name === '')) throw new LeadUnreachableError();
    if (lead.status === before?.status) return;
    if (before?.status === 'Converted') throw new LeadConvertedError();
    if (lead.status === 'Converted') throw new ConversionRequiredError();
  }

  /** What a lead became stays known by the lead itself. */
  protected override mayMerge(survivor: Lead, losers: readonly Lead[]): void {
    if (survivor.status !== 'Converted' && losers.some(({ status }) => status === 'Converted'))
      throw new LeadConvertedError();
  }

  /** Without rules to ask it is one statement. */
  protected override async hasSteps(lead: Lead): Promise<boolean> {
    return lead.ownerId === null && (await this.assignment.hasRules());
  }

  protected override async examine(writes: readonly RecordWrite<Lead>[]): Promise<void> {
    await this.assignment.assign(writes.filter(({ verb, refused }) => verb === 'created' && !refused));
  }

  protected override follow(writes: readonly RecordWrite<Lead>[]): Promise<void> {
    return this.history.store(writes);
  }
}

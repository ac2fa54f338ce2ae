import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { NotFoundError, ValidationError } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/identifiers.js';
import type { Page } from '../../../kernel/page.js';
import { currentActor } from '../../../platform/context/request-context.js';
import { numberedPage } from '../../../platform/http/page-of.js';
import { readPageQuery } from '../../../platform/http/page-query.js';
import type { ListQuery } from '../../../platform/resource/lists/list-query.js';
import { CONSENT_PURPOSES, type ConsentPurpose } from '../consent-purposes.js';
import { requireVisible, requireWritable } from '../contact-field-access.js';
import { ContactsService } from '../contacts.service.js';
import { ContactConsentsStore } from './contact-consents.store.js';
import type { ConsentDto } from './dto/consent.dto.js';
import type { RecordConsentDto } from './dto/record-consent.dto.js';

/** What contacts consent to, with all that was ever decided. Every decision is a change of the contact. */
@Injectable()
export class ContactConsentsService {
  constructor(
    private readonly contacts: ContactsService,
    private readonly store: ContactConsentsStore,
    private readonly clock: Clock,
  ) {}

  /** What holds now, for each purpose that was ever decided about. */
  async list(contactId: string, query: ListQuery): Promise<Page<ConsentDto>> {
    await this.requireReadable(contactId);
    const page = readPageQuery(query);
    const current = await this.store.current(contactId);
    const start = (page.page - 1) * page.pageSize;
    return numberedPage(current.slice(start, start + page.pageSize), current.length, page);
  }

  /** Every decision, the latest first. */
  async history(contactId: string, query: ListQuery): Promise<Page<ConsentDto>> {
    await this.requireReadable(contactId);
    const page = readPageQuery(query);
    const { consents, count } = await this.store.list(contactId, page);
    return numberedPage(consents, count, page);
  }

  /**
   * Records a decision. One that is older than what holds is kept and changes nothing; the same again is not kept twice.
   *
   * @returns what holds now
   * @throws {NotFoundError} 404 · {ValidationError} 422 for a decision of the future
   */
  async record(contactId: string, name: string, input: RecordConsentDto): Promise<ConsentDto> {
    requireWritable('consentedTo');
    const purpose = CONSENT_PURPOSES.find((known) => known === name);
    return this.contacts.withLocked(contactId, async (contact) => {
      if (purpose === undefined) throw new NotFoundError('Purpose');
      const consent = this.consentOf(purpose, input);
      const before = (await this.store.current(contactId)).find((current) => current.purpose === purpose);
      if (before !== undefined && isSame(before, consent, input)) return before;
      await this.store.append(contactId, consent);
      const current = await this.store.current(contactId);
      const consentedTo = current.flatMap((each) => (each.status === 'granted' ? [each.purpose] : []));
      const beside = { consentedTo: { old: contact.consentedTo, new: contact.consentedTo } };
      await this.contacts.amend(contact, { consentedTo }, beside);
      return current.find((each) => each.purpose === purpose) ?? consent;
    });
  }

  private async requireReadable(contactId: string): Promise<void> {
    requireVisible('consentedTo');
    await this.contacts.get(contactId);
  }

  private consentOf(purpose: ConsentPurpose, input: RecordConsentDto): ConsentDto {
    const now = this.clock.now().toISOString();
    const { status, legalBasis = 'consent', source = null, note = null, at = now } = input;
    if (at > now) throw new ValidationError([{ field: 'at', message: 'must not be in the future' }]);
    const recordedBy = currentActor().id;
    return { id: newId(), purpose, status, legalBasis, source, note, at, recordedAt: now, recordedBy };
  }
}

function isSame(before: ConsentDto, after: ConsentDto, { at }: RecordConsentDto): boolean {
  return (
    before.status === after.status &&
    before.legalBasis === after.legalBasis &&
    before.source === after.source &&
    before.note === after.note &&
    (at === undefined || at === before.at)
  );
}

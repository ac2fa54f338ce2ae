import { type ErrorDetail, ValidationError } from '../../../kernel/errors.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import type { Deal } from './deal.entity.js';
import type { DealContact } from './deal-contact.js';
import { MOST_CONTACTS } from './deal-limits.js';

export interface AddedContact {
  readonly id: string;
  /** That names it. */
  readonly field: string;
}

/**
 * Makes the contacts of a written deal whole: each once, one primary at most, and the fields that follow from them. What a
 * merge of contacts changed in the ids alone is taken over, with the roles. Refuses the write for what cannot be.
 *
 * @returns those that it did not have before
 */
export function settleContacts(write: RecordWrite<Deal>): readonly AddedContact[] {
  const { before, after, input } = write;
  const isSent = after.contacts !== before?.contacts;
  const contacts = isSent ? after.contacts : turned(before.contacts, after);
  const each = new Map<string, DealContact>();
  for (const { contactId, role, isPrimary } of contacts as readonly SentContact[]) {
    if (each.has(contactId)) continue;
    const isFirst = isPrimary === true && ![...each.values()].some((other) => other.isPrimary);
    each.set(contactId, { contactId, role: role ?? null, isPrimary: isFirst });
  }
  after.contacts = [...each.values()];
  after.contactIds = [...each.keys()];
  after.primaryContactId = after.contacts.find(({ isPrimary }) => isPrimary)?.contactId ?? null;
  const faults = faultsOf(after, input);
  if (faults.length > 0) write.refuse(new ValidationError(faults));
  const known = new Set(before?.contactIds);
  return after.contacts.flatMap(({ contactId }, index) =>
    known.has(contactId) ? [] : [{ id: contactId, field: `contacts.${index}.contactId` }],
  );
}

type SentContact = Pick<DealContact, 'contactId'> & Partial<DealContact>;

/** The contacts with other ids: one that is gone gives way to the one that is new. */
function turned(contacts: readonly DealContact[], { contactIds, primaryContactId }: Deal): DealContact[] {
  const added = contactIds.find((id) => !contacts.some(({ contactId }) => contactId === id));
  return contacts.flatMap(({ contactId: known, role }) => {
    const contactId = contactIds.includes(known) ? known : added;
    return contactId === undefined ? [] : [{ contactId, role, isPrimary: contactId === primaryContactId }];
  });
}

function faultsOf({ contacts }: Deal, { contacts: sent = [] }: Partial<Deal>): ErrorDetail[] {
  const faults: ErrorDetail[] = [];
  if (contacts.length > MOST_CONTACTS)
    faults.push({ field: 'contacts', message: `must be a list of at most ${MOST_CONTACTS} items` });
  if (sent.filter(({ isPrimary }) => isPrimary).length > 1)
    faults.push({ field: 'contacts', message: 'may hold one that is primary' });
  return faults;
}

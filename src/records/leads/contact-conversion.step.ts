import { Injectable } from '@nestjs/common';
import { NotFoundError, PermissionDeniedError, ValidationError } from '../../kernel/errors.js';
import { currentAccess } from '../../platform/context/request-context.js';
import { withoutNamed } from '../../platform/resource/lists/named-fields.js';
import type { RecordView } from '../../platform/resource/resource-descriptor.js';
import { ContactsService } from '../contacts/index.js';
import { NothingToConvertError } from './lead.errors.js';
import type { ConversionStep, LeadConversion } from './lead-conversion.js';

/** What a contact takes over under the same name. */
const COPIED = [
  'firstName',
  'lastName',
  'email',
  'phone',
  'jobTitle',
  'website',
  'description',
  'source',
  'temperature',
  'firstContactAt',
  'firstContactNote',
  'lastContactAt',
  'lastContactNote',
  'nextContactAt',
  'followUpAction',
] as const;

/** What a lead that was converted is, as a new contact. */
const QUALIFIED = { status: 'qualified', lifecycleStage: 'salesQualified' };

type Fields = Readonly<Record<string, unknown>>;

/** The contact: the named one, one with the lead's e-mail, whose empty fields are filled, or a new one. */
@Injectable()
export class ContactConversionStep implements ConversionStep {
  constructor(private readonly contacts: ContactsService) {}

  async run(conversion: LeadConversion): Promise<void> {
    const existing = await this.find(conversion);
    if (existing !== undefined) conversion.contact = await this.fill(existing, copy(conversion));
    else if (conversion.namesPerson) await this.make(conversion);
    else if (conversion.company === undefined) throw new NothingToConvertError();
  }

  private async find(conversion: LeadConversion): Promise<RecordView | undefined> {
    const { contactId } = conversion.request;
    if (contactId === undefined) {
      const email = conversion.text('email');
      return email === undefined ? undefined : this.contacts.findByEmail(email);
    }
    if ((await this.contacts.findReadable([contactId])).has(contactId)) return this.contacts.get(contactId);
    throw new ValidationError([{ field: 'contactId', message: 'does not exist' }]);
  }

  private async make(conversion: LeadConversion): Promise<void> {
    conversion.contact = await this.contacts.create(writable({ ...QUALIFIED, ...copy(conversion) }));
    conversion.created.contact = true;
  }

  /** A contact that the caller may not change stays as it is. */
  private async fill(contact: RecordView, fields: Fields): Promise<RecordView> {
    const { customFields: copied, ...plain } = fields;
    const empty = Object.entries(plain).filter(([field]) => isEmpty(contact[field]));
    const customFields = missing(copied, contact['customFields']);
    const filling = writable({ ...Object.fromEntries(empty), ...customFields });
    if (Object.keys(filling).length === 0) return contact;
    try {
      return await this.contacts.update(contact.id, filling);
    } catch (error) {
      if (error instanceof NotFoundError || error instanceof PermissionDeniedError) return contact;
      throw error;
    }
  }
}

function copy(conversion: LeadConversion): Fields {
  const { tags, ownerId, company, copied: custom } = conversion;
  const texts = COPIED.map((field) => [field, conversion.text(field)] as const);
  return {
    ...Object.fromEntries(texts.filter(([, value]) => value !== undefined)),
    ...(tags.length > 0 && { tags }),
    ...(ownerId !== null && { ownerId }),
    ...(company !== undefined && { primaryCompanyId: company.id }),
    ...missing(custom.contact, {}),
  };
}

/** Field rules hold: what the caller may not write is not copied. */
function writable(fields: Fields): Fields {
  return withoutNamed(fields, currentAccess().readOnlyFields('contacts'));
}

/** Custom fields that somebody lacks, as fields of a record; nothing when there are none, or they are hidden. */
function missing(wanted: unknown, stored: unknown): Fields {
  if (!isObject(wanted) || !isObject(stored)) return {};
  const customFields = Object.entries(wanted).filter(([key]) => !Object.hasOwn(stored, key));
  return customFields.length === 0 ? {} : { customFields: Object.fromEntries(customFields) };
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

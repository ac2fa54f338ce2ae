import type { CustomFieldValues } from '../../platform/resource/custom-fields.js';
import type { RecordView } from '../../platform/resource/resource-descriptor.js';
import type { ConvertLeadDto } from './dto/convert-lead.dto.js';

/** Any of them names a person. */
const NAMING = ['lastName', 'email', 'phone'] as const;

/** What a lead has become so far; each step reads what those before it have found or made. */
export class LeadConversion {
  company: RecordView | undefined;
  contact: RecordView | undefined;
  deal: RecordView | undefined;
  activity: RecordView | undefined;
  /** Custom fields of the lead that its contact, its company and its deal have too. */
  readonly copied: Record<'contact' | 'company' | 'deal', CustomFieldValues> = {
    contact: {},
    company: {},
    deal: {},
  };
  readonly created = { company: false, contact: false, deal: false, activity: false };

  /** @param lead as the caller may see it: what is hidden is not copied to where it would show */
  constructor(
    readonly lead: RecordView,
    readonly request: ConvertLeadDto,
  ) {}

  /** A field of the lead that is a text; undefined when it is empty or hidden. */
  text(field: string): string | undefined {
    const value = this.lead[field];
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** Whether there is somebody to be a contact. */
  get namesPerson(): boolean {
    return this.request.contactId !== undefined || NAMING.some((field) => this.text(field) !== undefined);
  }

  /** Those that the caller may see. */
  get customFields(): CustomFieldValues {
    const { customFields = {} } = this.lead;
    return customFields as CustomFieldValues;
  }

  get ownerId(): string | null {
    return this.request.ownerId ?? this.text('ownerId') ?? null;
  }

  get tags(): string[] {
    const { tags } = this.lead;
    return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
  }
}

/** One step of a conversion, inside its transaction. It acts with the caller's rights, and throws to undo all. */
export interface ConversionStep {
  run(conversion: LeadConversion): Promise<void>;
}

import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { CONSENT_STATUSES, type ConsentStatus, LEGAL_BASES, type LegalBasis } from '../consent-terms.js';

const OPTIONAL = { optional: true, nullable: true } as const;

export class RecordConsentDto {
  @EnumField(CONSENT_STATUSES, { name: 'ConsentStatus' })
  status!: ConsentStatus;

  @EnumField(LEGAL_BASES, { optional: true, name: 'LegalBasis', description: '`consent` unless named' })
  legalBasis?: LegalBasis;

  @TextField({ ...OPTIONAL, max: 200, example: 'Newsletter form' })
  source?: string | null;

  @TextField({ ...OPTIONAL, max: 2_000 })
  note?: string | null;

  @DateTimeField({ optional: true, description: 'When it was decided; now unless named, never later' })
  at?: string;
}

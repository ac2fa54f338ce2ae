import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { CONSENT_PURPOSES, type ConsentPurpose } from '../../consent-purposes.js';
import { CONSENT_STATUSES, type ConsentStatus, LEGAL_BASES, type LegalBasis } from '../consent-terms.js';

/** What a contact decided about one purpose. */
export class ConsentDto {
  @IdField()
  id!: string;

  @EnumField(CONSENT_PURPOSES, { name: 'ConsentPurpose' })
  purpose!: ConsentPurpose;

  @EnumField(CONSENT_STATUSES, { name: 'ConsentStatus' })
  status!: ConsentStatus;

  @EnumField(LEGAL_BASES, { name: 'LegalBasis' })
  legalBasis!: LegalBasis;

  @TextField({ nullable: true, max: 200 })
  source!: string | null;

  @TextField({ nullable: true, max: 2_000 })
  note!: string | null;

  @DateTimeField({ description: 'When it was decided' })
  at!: string;

  @DateTimeField({ description: 'When it was recorded' })
  recordedAt!: string;

  @IdField({ description: 'A user of the tenant' })
  recordedBy!: string;
}

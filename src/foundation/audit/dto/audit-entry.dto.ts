import { ChangesField } from '../../../platform/http/fields/changes.field.js';
import { DateTimeField } from '../../../platform/http/fields/date-time.field.js';
import { DetailsField } from '../../../platform/http/fields/details.field.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { AuditActorDto } from './audit-actor.dto.js';

export class AuditEntryDto {
  @IdField({ description: "Of a change of a record: the event's own id, as webhooks carry it" })
  id!: string;

  @TextField({ max: 200, example: 'lead.updated' })
  action!: string;

  @EnumField(['success', 'failure'])
  outcome!: string;

  @NestedField(() => AuditActorDto)
  actor!: AuditActorDto;

  @IdField({ nullable: true, description: 'The login it was done with' })
  sessionId!: string | null;

  @IdField({ nullable: true, description: 'The key it was done with' })
  apiKeyId!: string | null;

  @TextField({ max: 100, nullable: true, description: 'IP address it came from' })
  address!: string | null;

  @TextField({ max: 200, description: '`X-Request-Id` of the answer' })
  requestId!: string;

  @TextField({ max: 100, nullable: true, example: 'lead' })
  resource!: string | null;

  @TextField({ max: 100, nullable: true })
  recordId!: string | null;

  @ChangesField({ description: 'By field, without those that you may not see' })
  changes!: Record<string, { old: unknown; new: unknown }> | null;

  @DetailsField({ description: 'What else is known of it' })
  details!: Record<string, unknown>;

  @DateTimeField()
  occurredAt!: string;
}

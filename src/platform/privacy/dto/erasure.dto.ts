import { DateTimeField } from '../../http/fields/date-time.field.js';
import { DetailsField } from '../../http/fields/details.field.js';
import { EnumField } from '../../http/fields/enum.field.js';
import { IdField } from '../../http/fields/id.field.js';
import { TextField } from '../../http/fields/text.field.js';

export const ERASURE_SCOPES = ['record', 'person'] as const;
export const ERASURE_STATES = ['running', 'completed'] as const;

/** The receipt of an erasure. It holds nothing of what was erased but ids. */
export class ErasureDto {
  @IdField()
  id!: string;

  @EnumField(ERASURE_SCOPES, { description: 'A record by itself, or a person with all that is held on them' })
  scope!: (typeof ERASURE_SCOPES)[number];

  @TextField({ max: 100, description: '`contact`' })
  resource!: string;

  @IdField({ description: 'The record that was erased' })
  recordId!: string;

  @TextField({ max: 200, nullable: true })
  reason!: string | null;

  @EnumField(ERASURE_STATES)
  state!: (typeof ERASURE_STATES)[number];

  @IdField({ description: 'The user who asked for it, with a key of theirs too' })
  requestedById!: string;

  @IdField({ nullable: true })
  apiKeyId!: string | null;

  @DateTimeField()
  requestedAt!: string;

  @DateTimeField({ nullable: true })
  completedAt!: string | null;

  @DetailsField({ description: 'How much was erased so far, by what it was' })
  counts!: Readonly<Record<string, number>>;

  @TextField({
    max: 64,
    nullable: true,
    description: 'Of a completed one: SHA-256 of what the receipt says, so that two copies can be compared',
  })
  digest!: string | null;
}

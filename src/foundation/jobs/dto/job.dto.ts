import { DateTimeField } from '../../../platform/http/fields/date-time.field.js';
import { DetailsField } from '../../../platform/http/fields/details.field.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import type { JobFacts } from '../job-kind.js';
import { JOB_STATES, type JobState } from '../job-states.js';
import { JobErrorDto } from './job-error.dto.js';
import { JobLinksDto } from './job-links.dto.js';
import { JobProgressDto } from './job-progress.dto.js';

/** Long work that somebody asked for. */
export class JobDto {
  @IdField()
  id!: string;

  @TextField({ max: 100, description: '`export` …' })
  kind!: string;

  @EnumField(JOB_STATES)
  state!: JobState;

  @IdField({ description: 'The user who asked for it, with a key of theirs too' })
  requestedById!: string;

  @IdField({ nullable: true })
  apiKeyId!: string | null;

  @DetailsField({ description: 'What was asked for' })
  parameters!: JobFacts;

  @NestedField(() => JobProgressDto)
  progress!: JobProgressDto;

  @DetailsField({ description: 'Numbers by what is counted' })
  counts!: Readonly<Record<string, number>>;

  @DetailsField({ nullable: true, description: 'What came of it' })
  result!: JobFacts | null;

  @NestedField(() => JobErrorDto, { nullable: true })
  error!: JobErrorDto | null;

  @DateTimeField({ nullable: true })
  cancelRequestedAt!: string | null;

  @DateTimeField()
  createdAt!: string;

  @DateTimeField({ nullable: true })
  startedAt!: string | null;

  @DateTimeField({ nullable: true })
  finishedAt!: string | null;

  @DateTimeField({ nullable: true, description: 'When it and its file are removed' })
  expiresAt!: string | null;

  @IntegerField({ min: 1, description: 'Grows with every change' })
  version!: number;

  @NestedField(() => JobLinksDto)
  links!: JobLinksDto;
}

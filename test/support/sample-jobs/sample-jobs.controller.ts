import { Body, Controller, Post } from '@nestjs/common';
import { JobDto, JobsService } from '../../../src/foundation/jobs/index.js';
import { JsonObjectField } from '../../../src/platform/http/fields/json-object.field.js';
import { TextField } from '../../../src/platform/http/fields/text.field.js';
import { Route } from '../../../src/platform/http/route.js';

class SampleJobDto {
  @JsonObjectField()
  parameters!: Record<string, unknown>;

  @TextField({ optional: true, max: 20 })
  kind?: string;
}

@Controller('sample-jobs')
export class SampleJobsController {
  constructor(private readonly jobs: JobsService) {}

  @Post()
  @Route({ permission: 'authenticated', summary: 'A job', status: 202, job: true, response: JobDto })
  start(@Body() { parameters, kind = 'sample' }: SampleJobDto): Promise<JobDto> {
    return this.jobs.start(kind, parameters);
  }
}

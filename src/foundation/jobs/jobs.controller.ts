import { Controller, Get, Headers, Param, Post, Query, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/page.js';
import { ClientSignal } from '../../platform/http/client-signal.js';
import { pageOf } from '../../platform/http/page-of.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { Route } from '../../platform/http/route.js';
import { listParameters } from '../../platform/resource/lists/list-parameters.js';
import { JobDto } from './dto/job.dto.js';
import { JobDownloads } from './job-downloads.js';
import { JobEvents } from './job-events.js';
import { JOB_POLICY } from './job-list.policy.js';
import { JobReads } from './job-reads.js';
import { JobsService } from './jobs.service.js';

/** Everybody has their own jobs; these permissions are for those of others. */
const READ = { permission: 'authenticated', alternativePermission: 'jobs:read' } as const;
const CHANGE = {
  permission: 'authenticated',
  alternativePermission: 'jobs:update',
  response: JobDto,
} as const;

@ApiTags('Jobs')
@Controller('jobs')
export class JobsController {
  constructor(
    private readonly reads: JobReads,
    private readonly jobs: JobsService,
    private readonly downloads: JobDownloads,
    private readonly events: JobEvents,
  ) {}

  @Get()
  @Route({
    ...READ,
    summary: 'List your jobs; those of all with the permission jobs:read',
    operationId: 'listJobs',
    response: pageOf(JobDto),
    query: listParameters(JOB_POLICY).filter(({ name }) => name !== 'view'),
    openQuery: true,
  })
  list(@Query() query: Record<string, unknown>): Promise<Page<JobDto>> {
    return this.reads.list(query);
  }

  @Get(':id')
  @Route({ ...READ, summary: 'Get a job', operationId: 'getJob', response: JobDto })
  get(@Param('id', ParseIdPipe) id: string): Promise<JobDto> {
    return this.reads.get(id);
  }

  @Get(':id/errors')
  @Route({
    ...READ,
    summary: 'What was wrong with which rows, as a file',
    operationId: 'getJobErrors',
    produces: ['text/csv', 'application/x-ndjson'],
    query: [
      { name: 'format', description: 'Default csv', schema: { type: 'string', enum: ['csv', 'ndjson'] } },
    ],
  })
  getErrors(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<StreamableFile> {
    return this.downloads.errors(id, query);
  }

  @Get(':id/result')
  @Route({
    ...READ,
    summary: 'The file that the job made; for who asked for it',
    operationId: 'getJobResult',
    produces: ['application/octet-stream'],
  })
  getResult(@Param('id', ParseIdPipe) id: string): Promise<StreamableFile> {
    return this.downloads.result(id);
  }

  @Get(':id/events')
  @Route({
    ...READ,
    summary: 'The job now and at each change, as server-sent events, until it is over',
    operationId: 'followJob',
    produces: ['text/event-stream'],
  })
  follow(
    @Param('id', ParseIdPipe) id: string,
    @Headers('last-event-id') lastEventId: string | undefined,
    @ClientSignal() gone: AbortSignal,
  ): Promise<StreamableFile> {
    return this.events.follow(id, lastEventId, gone);
  }

  @Post(':id/cancel')
  @Route({
    ...CHANGE,
    summary: 'Cancel a job; one that runs ends at its next step',
    operationId: 'cancelJob',
  })
  cancel(@Param('id', ParseIdPipe) id: string): Promise<JobDto> {
    return this.jobs.cancel(id);
  }

  @Post(':id/revert')
  @Route({ ...CHANGE, summary: 'Undo what a job did', operationId: 'revertJob', status: 202, job: true })
  revert(@Param('id', ParseIdPipe) id: string): Promise<JobDto> {
    return this.jobs.revert(id);
  }
}

import { Body, Controller, Get, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/page.js';
import { pageOf } from '../../platform/http/page-of.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { Route } from '../../platform/http/route.js';
import { listParameters } from '../../platform/resource/lists/list-parameters.js';
import type { RecordView } from '../../platform/resource/resource-descriptor.js';
import type { ReceivedFile } from '../../platform/storage/received-file.js';
import { Uploaded } from '../../platform/storage/uploaded.js';
import { attachmentResource } from './attachment.policy.js';
import { AttachmentsService } from './attachments.service.js';
import { AttachmentDto } from './dto/attachment.dto.js';
import { UploadFormDto } from './dto/upload-form.dto.js';
import { HolderInterceptor } from './holder.interceptor.js';

const SAID_BY_THE_PATH: ReadonlySet<string> = new Set(['resource', 'recordId']);

/** The attachments of a record of any type, so that no room needs to know of them. Takes the right to read the record too. */
@ApiTags('Attachments')
@Controller(':records/:id/attachments')
@UseInterceptors(HolderInterceptor)
export class RecordAttachmentsController {
  constructor(private readonly attachments: AttachmentsService) {}

  @Post()
  @Route({
    permission: 'attachments:create',
    summary: 'Attach a file to a record',
    operationId: 'createAttachment',
    status: 201,
    record: true,
    response: AttachmentDto,
    upload: 'attachments',
    locatedAt: '/api/attachments',
    dryRun: true,
  })
  attach(
    @Param('records') records: string,
    @Param('id', ParseIdPipe) id: string,
    @Body() form: UploadFormDto,
    @Uploaded() file: ReceivedFile,
  ): Promise<RecordView> {
    return this.attachments.attach(records, id, form, file);
  }

  @Get()
  @Route({
    permission: 'attachments:read',
    summary: 'List attachments of a record',
    operationId: 'listAttachmentsOfRecord',
    response: pageOf(AttachmentDto),
    openQuery: true,
    query: listParameters(attachmentResource.policy).filter(({ name }) => !SAID_BY_THE_PATH.has(name)),
  })
  list(
    @Param('records') records: string,
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<RecordView>> {
    return this.attachments.listOf(records, id, query);
  }
}

import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FileAnswer } from '../../platform/http/file-answer.js';
import { IfMatch } from '../../platform/http/if-match.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { Route } from '../../platform/http/route.js';
import { ResourceController } from '../../platform/resource/resource-controller.js';
import { attachmentResource } from './attachment.policy.js';
import { AttachmentsService } from './attachments.service.js';
import { CreateLinkDto } from './dto/create-link.dto.js';
import { FileLinkDto } from './dto/file-link.dto.js';
import { FileLinksService } from './file-links.service.js';

const PERMANENT = {
  name: 'permanent',
  schema: { type: 'boolean' },
  description: 'true: remove it and its bytes, whether it is deleted or not; takes `attachments:erase`',
} as const;

@ApiTags('Attachments')
@Controller('attachments')
export class AttachmentsController extends ResourceController(attachmentResource, {
  except: ['create', 'remove'],
}) {
  constructor(
    private readonly attachments: AttachmentsService,
    private readonly links: FileLinksService,
  ) {
    super(attachments);
  }

  @Delete(':id')
  @Route({
    permission: 'attachments:delete',
    alternativePermission: 'attachments:erase',
    summary: 'Delete an attachment; it can be restored, unless it is removed with its bytes',
    operationId: 'deleteAttachment',
    status: 204,
    dryRun: true,
    query: [PERMANENT],
  })
  delete(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
    @IfMatch() ifMatch?: number,
  ): Promise<void> {
    return this.attachments.delete(id, query, { ifMatch });
  }

  @Get(':id/content')
  @Route({
    permission: 'attachments:read',
    summary: 'The bytes of an attachment',
    operationId: 'getAttachmentContent',
    file: true,
  })
  content(@Param('id', ParseIdPipe) id: string): Promise<FileAnswer> {
    return this.attachments.content(id);
  }

  @Post(':id/link')
  @Route({
    permission: 'attachments:read',
    summary: 'A link to the bytes of an attachment that expires and takes no token',
    operationId: 'createAttachmentLink',
    response: FileLinkDto,
  })
  link(@Param('id', ParseIdPipe) id: string, @Body() input: CreateLinkDto): Promise<FileLinkDto> {
    return this.links.create(id, input);
  }
}

import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FileAnswer } from '../../platform/http/file-answer.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { Route } from '../../platform/http/route.js';
import { ResourceController } from '../../platform/resource/resource-controller.js';
import { attachmentResource } from './attachment.policy.js';
import { AttachmentsService } from './attachments.service.js';
import { CreateLinkDto } from './dto/create-link.dto.js';
import { FileLinkDto } from './dto/file-link.dto.js';
import { FileLinksService } from './file-links.service.js';

@ApiTags('Attachments')
@Controller('attachments')
export class AttachmentsController extends ResourceController(attachmentResource, { except: ['create'] }) {
  constructor(
    private readonly attachments: AttachmentsService,
    private readonly links: FileLinksService,
  ) {
    super(attachments);
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

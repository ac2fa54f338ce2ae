import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FileAnswer } from '../../platform/http/file-answer.js';
import { Route } from '../../platform/http/route.js';
import { FileLinksService } from './file-links.service.js';

@ApiTags('Attachments')
@Controller('files')
export class FileLinksController {
  constructor(private readonly links: FileLinksService) {}

  @Get(':token')
  @Route({
    permission: 'public',
    limit: 'anonymous',
    summary: 'The file that a signed link leads to',
    operationId: 'getLinkedFile',
    file: true,
  })
  open(@Param('token') token: string): Promise<FileAnswer> {
    return this.links.open(token);
  }
}

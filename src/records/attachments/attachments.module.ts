import { Module } from '@nestjs/common';
import { AttachmentPersonalData } from './attachment-personal-data.js';
import { AttachmentsController } from './attachments.controller.js';
import { AttachmentsService } from './attachments.service.js';
import { FileLinksController } from './file-links.controller.js';
import { FileLinksService } from './file-links.service.js';
import { RecordAttachmentsController } from './record-attachments.controller.js';

@Module({
  controllers: [AttachmentsController, RecordAttachmentsController, FileLinksController],
  providers: [AttachmentsService, FileLinksService, AttachmentPersonalData],
})
export class AttachmentsModule {}

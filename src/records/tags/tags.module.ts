import { Module } from '@nestjs/common';
import { RecordTagging } from './record-tagging.js';
import { TaggingService } from './tagging.service.js';
import { TagReplacements } from './tag-replacements.js';
import { TagsController } from './tags.controller.js';
import { TagsService } from './tags.service.js';
import { TagUsageService } from './tag-usage.service.js';

@Module({
  controllers: [TagsController],
  providers: [RecordTagging, TagReplacements, TagsService, TaggingService, TagUsageService],
  exports: [TagsService],
})
export class TagsModule {}

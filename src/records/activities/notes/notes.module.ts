import { Module } from '@nestjs/common';
import { RecordNotesController } from './record-notes.controller.js';
import { NotesController } from './notes.controller.js';
import { NotesService } from './notes.service.js';

@Module({
  controllers: [NotesController, RecordNotesController],
  providers: [NotesService],
  exports: [NotesService],
})
export class NotesModule {}

import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { noteResource } from './note.policy.js';
import { NotesService } from './notes.service.js';

@ApiTags('Notes')
@Controller('notes')
export class NotesController extends ResourceController(noteResource) {
  constructor(notes: NotesService) {
    super(notes);
  }
}

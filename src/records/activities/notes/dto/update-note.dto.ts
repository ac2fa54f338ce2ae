import { PartialType } from '@nestjs/swagger';
import { CreateNoteDto } from './create-note.dto.js';

/** `links` replaces all links; a short form adds one. `mentions` replaces all but those of the text. */
export class UpdateNoteDto extends PartialType(CreateNoteDto, { skipNullProperties: false }) {}

import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { listParameters } from '../../../platform/resource/lists/list-parameters.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { NoteDto } from './dto/note.dto.js';
import { noteResource } from './note.policy.js';
import { NotesService } from './notes.service.js';

/** The notes of a record of any type, so that no room needs to know of them. Takes the right to read the record too. */
@ApiTags('Notes')
@Controller(':records/:id/notes')
export class RecordNotesController {
  constructor(private readonly notes: NotesService) {}

  @Get()
  @Route({
    permission: 'notes:read',
    summary: 'List notes linked to a record',
    operationId: 'listNotesOfRecord',
    response: pageOf(NoteDto),
    openQuery: true,
    query: listParameters(noteResource.policy).filter(({ name }) => name !== 'links'),
  })
  list(
    @Param('records') records: string,
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<RecordView>> {
    return this.notes.listOf(records, id, query);
  }
}

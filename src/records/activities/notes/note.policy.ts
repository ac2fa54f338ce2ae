import { boolean, textList } from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { CreateNoteDto } from './dto/create-note.dto.js';
import { NoteDto } from './dto/note.dto.js';
import { UpdateNoteDto } from './dto/update-note.dto.js';
import { Note } from './note.entity.js';
import { LINK_FILTERS, LINKED_RECORD_FILTERS } from '../linked-record-filters.js';

const policy = listPolicy(Note, {
  filters: {
    ...LINKED_RECORD_FILTERS,
    pinned: boolean,
    mentions: textList,
  },
  linkFilters: LINK_FILTERS,
  aliases: { tag: 'tags' },
  sorts: ['id', 'createdAt', 'updatedAt', 'pinned'],
  defaultSort: { field: 'createdAt', order: 'desc' },
  search: ['body'],
});

export const noteResource: ResourceDescriptor<Note> = {
  name: 'note',
  plural: 'notes',
  entity: Note,
  dto: NoteDto,
  createDto: CreateNoteDto,
  updateDto: UpdateNoteDto,
  policy,
  title: ['body'],
  defaults: { pinned: false, mentions: [], links: [] },
  personalFields: ['body'],
  references: { ownerId: 'user' },
  timeline: { at: 'createdAt', through: ['links'], summary: 'body' },
  notifies: [{ kind: 'mentioned', in: 'mentions' }],
  published: true,
};

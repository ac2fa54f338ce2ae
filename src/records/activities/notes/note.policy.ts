import {
  boolean,
  dateTime,
  id,
  links,
  linksTo,
  text,
  textList,
} from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { CreateNoteDto } from './dto/create-note.dto.js';
import { NoteDto } from './dto/note.dto.js';
import { UpdateNoteDto } from './dto/update-note.dto.js';
import { Note } from './note.entity.js';

const policy = listPolicy(Note, {
  filters: {
    pinned: boolean,
    mentions: textList,
    externalId: text,
    links,
    tags: textList,
    ownerId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  linkFilters: {
    contactId: linksTo('contact', 'links'),
    companyId: linksTo('company', 'links'),
    leadId: linksTo('lead', 'links'),
    dealId: linksTo('deal', 'links'),
  },
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

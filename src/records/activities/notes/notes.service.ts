import { Injectable } from '@nestjs/common';
import { settleMentions } from '../../../platform/resource/events/settle-mentions.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { LinkedRecordsService } from '../linked-records.service.js';
import type { Note } from './note.entity.js';
import { noteResource } from './note.policy.js';

/** Texts about records, and whom they are meant for. */
@Injectable()
export class NotesService extends LinkedRecordsService<Note> {
  constructor(foundation: RecordFoundation) {
    super(noteResource, foundation);
  }

  protected override async examine(writes: readonly RecordWrite<Note>[]): Promise<void> {
    await settleMentions(writes, this.foundation.database);
    await super.examine(writes);
  }
}

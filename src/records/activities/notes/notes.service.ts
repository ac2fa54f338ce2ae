import { Injectable } from '@nestjs/common';
import { ValidationError } from '../../../kernel/errors.js';
import { MOST_MENTIONS, mentionsIn } from '../../../platform/resource/events/mentions.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { LinkedRecordsService } from '../linked-records.service.js';
import type { Note } from './note.entity.js';
import { noteResource } from './note.policy.js';

const ACTIVE = 'SELECT id FROM members WHERE id = ANY ($1::uuid[]) AND active';

/** Texts about records, and whom they are meant for. */
@Injectable()
export class NotesService extends LinkedRecordsService<Note> {
  constructor(foundation: RecordFoundation) {
    super(noteResource, foundation);
  }

  protected override async examine(writes: readonly RecordWrite<Note>[]): Promise<void> {
    for (const write of writes) mention(write);
    await this.refuseStrangers(writes);
    await super.examine(writes);
  }

  /** Whoever was mentioned before may have left since: the note stays as it is. */
  private async refuseStrangers(writes: readonly RecordWrite<Note>[]): Promise<void> {
    const added = ({ after, before }: RecordWrite<Note>) =>
      after.mentions.filter((id) => before?.mentions.includes(id) !== true);
    const wanted = [...new Set(writes.flatMap(added))];
    if (wanted.length === 0) return;
    const rows = await this.foundation.database.query<{ id: string }>({ text: ACTIVE, values: [wanted] });
    const active = new Set(rows.map(({ id }) => id));
    for (const write of writes) {
      if (added(write).every((id) => active.has(id))) continue;
      write.refuse(new ValidationError([{ field: 'mentions', message: 'must name active users only' }]));
    }
  }
}

/** Those of the text come and go with it, those beside it stay until they are replaced. */
function mention(write: RecordWrite<Note>): void {
  const { after, before, input } = write;
  const former = before === undefined ? [] : mentionsIn(before.body);
  const beside = input.mentions ?? after.mentions.filter((id) => !former.includes(id));
  after.mentions = [...new Set([...beside, ...mentionsIn(after.body)])];
  if (after.mentions.length > MOST_MENTIONS)
    write.refuse(
      new ValidationError([
        { field: 'mentions', message: `must be a list of at most ${MOST_MENTIONS} items` },
      ]),
    );
}

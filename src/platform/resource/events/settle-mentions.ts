import { ValidationError } from '../../../kernel/errors.js';
import type { TenantDatabase } from '../../database/tenant-database.js';
import type { RecordWrite } from '../writes/record-write.js';
import { MOST_MENTIONS, mentionsIn } from './mentions.js';

const ACTIVE = 'SELECT id FROM members WHERE id = ANY ($1::uuid[]) AND active';

/** A record with a text, and the ids of the users whom it mentions. */
export interface MentioningRecord {
  body: string;
  mentions: string[];
}

/**
 * Works out whom texts that are about to be written mention. Those of a text come and go with it, those beside it stay until
 * they are replaced. Refuses what mentions too many, or newly somebody who is no active user.
 */
export async function settleMentions<Entity extends MentioningRecord>(
  writes: readonly RecordWrite<Entity>[],
  database: TenantDatabase,
): Promise<void> {
  for (const write of writes) mention(write);
  // Whoever was mentioned before may have left since: the record stays as it is.
  const added = ({ after, before }: RecordWrite<Entity>) =>
    after.mentions.filter((id) => before?.mentions.includes(id) !== true);
  const wanted = [...new Set(writes.flatMap(added))];
  if (wanted.length === 0) return;
  const rows = await database.query<{ id: string }>({ text: ACTIVE, values: [wanted] });
  const active = new Set(rows.map(({ id }) => id));
  for (const write of writes) {
    if (added(write).every((id) => active.has(id))) continue;
    write.refuse(new ValidationError([{ field: 'mentions', message: 'must name active users only' }]));
  }
}

function mention<Entity extends MentioningRecord>(write: RecordWrite<Entity>): void {
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

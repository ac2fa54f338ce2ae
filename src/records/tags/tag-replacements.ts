import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccessPolicy } from '../../platform/access/access-policy.js';
import { type Actor, SYSTEM_ACTOR } from '../../platform/context/actor.js';
import { currentActor, currentContext, runInContext } from '../../platform/context/request-context.js';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import type { RegisteredResource } from '../../platform/resource/resource-registry.js';
import { Timers } from '../../platform/timers/timers.js';
import { RecordTagging } from './record-tagging.js';
import { replaceTag } from './tag-edits.js';

const TIMER = 'tags.replace';
/** Records that one step changes at most, and rows that it looks at. */
const CHANGED_AT_ONCE = 500;
const SEEN_AT_ONCE = 20_000;

/** A tag that takes another name on all records, or leaves them (`newName` null). */
export interface TagReplacement {
  readonly tagId: string;
  readonly oldName: string;
  readonly newName: string | null;
}

interface ReplacementRow extends TagReplacement {
  readonly [column: string]: unknown;
  readonly seq: number;
  readonly actorKind: Actor['kind'];
  readonly actorId: string;
  readonly apiKeyId: string | null;
  /** The role that the actor has now; null when they have left. */
  readonly role: string | null;
  /** Plural of the record type it has come to, and the last record that it has looked at there. */
  readonly resource: string;
  readonly afterId: string | null;
}

type Finished = (tagId: string) => Promise<void>;

const ADD = `INSERT INTO tag_replacements (tag_id, old_name, new_name, actor_kind, actor_id, api_key_id, requested_at)
  SELECT tag_id, old_name, new_name, $4, $5, $6, $7
  FROM unnest($1::uuid[], $2::text[], $3::text[]) AS asked (tag_id, old_name, new_name)`;
const FIRST = `SELECT seq, tag_id AS "tagId", old_name AS "oldName", new_name AS "newName", actor_kind AS "actorKind",
    actor_id AS "actorId", api_key_id AS "apiKeyId", resource, after_id AS "afterId",
    (SELECT role FROM members WHERE members.id = actor_id AND active) AS role
  FROM tag_replacements ORDER BY seq LIMIT 1 FOR UPDATE OF tag_replacements`;
const REMEMBER = 'UPDATE tag_replacements SET resource = $2, after_id = $3 WHERE seq = $1';
const REMOVE = 'DELETE FROM tag_replacements WHERE seq = $1';
const IS_WANTED = 'SELECT 1 FROM tag_replacements WHERE tag_id = $1 LIMIT 1';
const IS_LEFT = 'SELECT 1 FROM tag_replacements LIMIT 1';
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Replaces tags on records, step by step: each step is one transaction of a durable timer, which changes some records as
 * whoever asked for it, with their rights of now, and remembers how far it came. One after the other, in the order in
 * which they were asked for. So none is lost or done twice when a process dies.
 */
@Injectable()
export class TagReplacements implements OnModuleInit {
  private finished: Finished = async () => undefined;

  constructor(
    private readonly foundation: RecordFoundation,
    private readonly tagging: RecordTagging,
    private readonly timers: Timers,
    private readonly access: AccessPolicy,
  ) {}

  onModuleInit(): void {
    this.timers.on(TIMER, () => this.step());
  }

  /** Who is told when nothing is left to replace for a tag; in the transaction of the last step. */
  onFinished(finished: Finished): void {
    this.finished = finished;
  }

  /** Inside the transaction of the change that wants them. */
  async add(replacements: readonly TagReplacement[]): Promise<void> {
    if (replacements.length === 0) return;
    const { kind, id, apiKeyId = null } = currentActor();
    const { database, clock } = this.foundation;
    const now = clock.now();
    await database.execute({
      text: ADD,
      values: [
        replacements.map(({ tagId }) => tagId),
        replacements.map(({ oldName }) => oldName),
        replacements.map(({ newName }) => newName),
        kind,
        id,
        apiKeyId,
        now,
      ],
    });
    await this.timers.setIfNone(TIMER, TIMER, now);
  }

  private async step(): Promise<void> {
    const { database, clock } = this.foundation;
    const [row] = await database.query<ReplacementRow>({ text: FIRST });
    if (row === undefined) return;
    const resource = this.tagging.resources.find(({ descriptor }) => descriptor.plural >= row.resource);
    if (resource === undefined) await this.finish(row);
    else await this.replaceIn(resource, row);
    const left = await database.query({ text: IS_LEFT });
    if (left.length === 0) return;
    await this.timers.setIfNone(TIMER, TIMER, clock.now());
  }

  private async replaceIn(resource: RegisteredResource, row: ReplacementRow): Promise<void> {
    const { plural } = resource.descriptor;
    const afterId = row.resource === plural ? row.afterId : null;
    const { ids, next } = await this.slice(resource, row.oldName, afterId ?? BEFORE_ALL);
    await this.asActor(row, async () => {
      const mayUpdate = currentContext().access?.reach(`${plural}:update`) !== undefined;
      if (ids.length === 0 || !mayUpdate) return;
      await this.tagging.retag(resource, ids, (tags) => replaceTag(tags, row.oldName, row.newName));
    });
    // A space behind it comes after the plural, and before every other that follows.
    const values = next === null ? [row.seq, `${plural} `, null] : [row.seq, plural, next];
    await this.foundation.database.execute({ text: REMEMBER, values });
  }

  /** The next records that have the tag. @returns also where the following slice begins; null when there is none. */
  private async slice(
    resource: RegisteredResource,
    name: string,
    after: string,
  ): Promise<{ ids: string[]; next: string | null }> {
    const { database } = this.foundation;
    const table = this.tagging.tableOf(resource);
    const [end] = await database.query<{ id: string }>({
      text: `SELECT id FROM ${table} WHERE id > $1 ORDER BY id OFFSET ${SEEN_AT_ONCE - 1} LIMIT 1`,
      values: [after],
    });
    const rows = await database.query<{ id: string }>({
      text: `SELECT id FROM ${table} WHERE id > $1 AND ($2::uuid IS NULL OR id <= $2) AND deleted_at IS NULL
          AND EXISTS (SELECT 1 FROM unnest(tags) AS tag WHERE lower(tag) = lower($3))
        ORDER BY id LIMIT ${CHANGED_AT_ONCE}`,
      values: [after, end?.id ?? null, name],
    });
    const ids = rows.map(({ id }) => id);
    return { ids, next: (ids.length === CHANGED_AT_ONCE ? ids.at(-1) : end?.id) ?? null };
  }

  private async finish({ seq, tagId }: ReplacementRow): Promise<void> {
    const { database } = this.foundation;
    await database.execute({ text: REMOVE, values: [seq] });
    const wanted = await database.query({ text: IS_WANTED, values: [tagId] });
    if (wanted.length === 0) await this.finished(tagId);
  }

  private async asActor(row: ReplacementRow, work: () => Promise<void>): Promise<void> {
    const actor = actorOf(row);
    if (actor === undefined) return;
    const access = await this.access.of(actor);
    await runInContext({ ...currentContext(), actor, access }, work);
  }
}

/** Who left the tenant changes nothing any more. */
function actorOf({ actorKind, actorId, apiKeyId, role }: ReplacementRow): Actor | undefined {
  if (actorKind === 'system') return SYSTEM_ACTOR;
  if (role === null) return undefined;
  return { kind: actorKind, id: actorId, role, apiKeyId: apiKeyId ?? undefined };
}

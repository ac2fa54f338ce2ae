import { Injectable } from '@nestjs/common';
import type { Access, Reach } from '../../access/access.js';
import { OwnerCheck } from '../../access/owner-check.js';
import { TenantDatabase } from '../../database/tenant-database.js';
import { ResourceRegistry } from '../resource-registry.js';

/** The index on record and version gives the newest row of each: whose a record is now, also a deleted one. */
const OWNERS = `SELECT wanted.id, latest.owner FROM unnest($1::uuid[]) AS wanted (id)
  CROSS JOIN LATERAL (SELECT record->>'ownerId' AS owner FROM journal WHERE record_id = wanted.id
    ORDER BY version DESC, seq DESC LIMIT 1) AS latest`;

/** What records live within never changes; the id of each is here that of the record itself. */
const HOLDERS = `SELECT wanted.id, latest.resource, latest."recordId" FROM unnest($1::uuid[]) AS wanted (id)
  CROSS JOIN LATERAL (SELECT record->>'resource' AS resource, record->>'recordId' AS "recordId" FROM journal
    WHERE record_id = wanted.id ORDER BY version DESC, seq DESC LIMIT 1) AS latest`;

/** Whether a record is one that takes a permission of its own never changes; what was erased does not say it any more. */
const GUARDED = `SELECT wanted.id FROM unnest($1::uuid[]) AS wanted (id) WHERE $3 = (
  SELECT record->>$2 FROM journal WHERE record_id = wanted.id AND record ? $2 ORDER BY version DESC, seq DESC LIMIT 1)`;

/** Who reads, with their rights of now. */
export interface EventReader {
  readonly userId: string;
  readonly access: Access;
}

export interface JudgedEvent {
  readonly id: string;
  readonly resource: string;
  readonly recordId: string;
}

/**
 * What a reader may see of events: of a kind of record that they may read, about a record that is within their reach
 * now, whoever it belonged to at the time. Every way out of the journal asks here.
 */
@Injectable()
export class EventRights {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly owners: OwnerCheck,
    private readonly database: TenantDatabase,
  ) {}

  /** How far the reader's right to events of a resource (`lead`) goes; undefined for none. */
  reach({ access }: EventReader, resource: string): Reach | undefined {
    const source = this.registry.findEventSource(resource);
    const reach = source && access.reach(`${source.plural}:read`);
    return source?.shared === true && reach !== undefined ? 'own' : reach;
  }

  /** By event id, the fields that stay hidden; events that the reader may not see are not among them. */
  async judge(
    reader: EventReader,
    events: readonly JudgedEvent[],
  ): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const judged = events.map((event) => ({ event, reach: this.reach(reader, event.resource) }));
    const reached = new Set<string>();
    for (const reach of ['team', 'own'] as const) {
      const ids = judged.filter((one) => one.reach === reach).map(({ event }) => event.recordId);
      for (const id of await this.reachedRecords(reader, reach, ids)) reached.add(id);
    }
    const seen = judged.filter(({ event, reach }) => {
      return reach === 'any' || (reach !== undefined && reached.has(event.recordId));
    });
    const within = await this.unreachedWithin(
      reader,
      seen.map(({ event }) => event),
    );
    const kept = await this.keptRecords(
      reader,
      seen.map(({ event }) => event),
    );
    return new Map(
      seen
        .filter(({ event }) => !within.has(event.id) && !kept.has(event.recordId))
        .map(({ event }) => [event.id, this.hiddenFields(reader, event.resource)]),
    );
  }

  /** Ids of those events whose record lives within one that the reader does not reach. */
  private async unreachedWithin(
    reader: EventReader,
    events: readonly JudgedEvent[],
  ): Promise<ReadonlySet<string>> {
    const held = events.filter(({ resource }) => this.registry.findEventSource(resource)?.within === true);
    if (held.length === 0) return new Set();
    const holders = await this.database.query<{ id: string; resource: string; recordId: string }>({
      name: 'event-holders',
      text: HOLDERS,
      values: [[...new Set(held.map(({ recordId }) => recordId))]],
    });
    const reached = await this.judge(reader, holders);
    return new Set(held.filter(({ recordId }) => !reached.has(recordId)).map(({ id }) => id));
  }

  /** Ids of those records that take a permission of their own which does not reach them. */
  private async keptRecords(
    reader: EventReader,
    events: readonly JudgedEvent[],
  ): Promise<ReadonlySet<string>> {
    const kept = new Set<string>();
    for (const name of new Set(events.map(({ resource }) => resource))) {
      const guarded = this.registry.findEventSource(name)?.guarded;
      const reach = guarded && reader.access.reach(`${guarded.root}:read`);
      if (guarded === undefined || reach === 'any') continue;
      const ids = events.filter(({ resource }) => resource === name).map(({ recordId }) => recordId);
      const rows = await this.database.query<{ id: string }>({
        name: 'event-guarded',
        text: GUARDED,
        values: [[...new Set(ids)], guarded.field, guarded.value],
      });
      const found = rows.map(({ id }) => id);
      const reached = reach === undefined ? [] : await this.reachedRecords(reader, reach, found);
      for (const id of found) if (!reached.includes(id)) kept.add(id);
    }
    return kept;
  }

  /** For one event: the fields that stay hidden, or undefined when the reader may not see it. */
  async hiddenIn(reader: EventReader, event: JudgedEvent): Promise<ReadonlySet<string> | undefined> {
    return (await this.judge(reader, [event])).get(event.id);
  }

  hiddenFields({ access }: EventReader, resource: string): ReadonlySet<string> {
    return access.hiddenFields(this.registry.findEventSource(resource)?.plural ?? resource);
  }

  private async reachedRecords(
    { userId }: EventReader,
    reach: 'team' | 'own',
    recordIds: readonly string[],
  ): Promise<string[]> {
    if (recordIds.length === 0) return [];
    const rows = await this.database.query<{ id: string; owner: string | null }>({
      name: 'event-owners',
      text: OWNERS,
      values: [[...new Set(recordIds)]],
    });
    const owned = rows.flatMap(({ id, owner }) => (owner === null ? [] : [{ id, owner }]));
    const admitted = await this.owners.admitted(
      { reach, userId },
      owned.map(({ owner }) => owner),
    );
    return owned.filter(({ owner }) => admitted.has(owner)).map(({ id }) => id);
  }
}

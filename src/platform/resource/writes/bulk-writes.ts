import type { DomainError } from '../../../kernel/errors.js';
import { readFlag } from '../../http/read-flag.js';
import type { BulkAnswerDto } from './bulk-answer.dto.js';
import { BulkRefusedError } from './bulk-errors.js';
import { type BulkItems, MOST_ITEMS } from './bulk-items.js';
import type { BulkResultDto } from './bulk-result.dto.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordWrites } from './record-writes.js';
import { readUpsertOptions } from './upsert-options.js';
import type { Upserts } from './upserts.js';
import { WriteTask } from './write-task.js';

type Query = Readonly<Record<string, unknown>>;

const STATUSES = { created: 201, updated: 200, restored: 200, deleted: 204 } as const;

/** The bulk calls of one record type: up to 1,000 records, each with an answer of its own, or all or nothing. */
export class BulkWrites<Entity extends RecordEntity> {
  constructor(
    private readonly items: BulkItems<Entity>,
    private readonly writes: RecordWrites<Entity>,
    private readonly upserts: Upserts<Entity>,
  ) {}

  create(body: unknown, query: Query): Promise<BulkAnswerDto> {
    const items = this.items.read(body);
    return this.perform(query, () => {
      return this.items.tasks('created', items, (item) => ({
        verb: 'created',
        input: this.items.toCreate(item),
      }));
    });
  }

  update(body: unknown, query: Query): Promise<BulkAnswerDto> {
    const items = this.items.read(body);
    return this.perform(query, () => {
      return this.items.tasks('updated', items, (item) => this.items.toChange(item));
    });
  }

  /** As `RecordOperations.updateMany` tells. */
  change(ids: readonly string[], fieldsFor: (before: Entity) => Partial<Entity>): Promise<BulkAnswerDto> {
    return this.perform({}, () =>
      ids.map((id) => new WriteTask<Entity>({ verb: 'updated', id, input: {}, fieldsFor })),
    );
  }

  /** As `RecordOperations.rewrite` tells. */
  async rewrite(
    ids: readonly string[],
    fieldsFor: (before: Entity) => Partial<Entity>,
  ): Promise<ReadonlyMap<string, number>> {
    const versions = new Map<string, number>();
    for (let place = 0; place < ids.length; place += MOST_ITEMS) {
      const slice = ids.slice(place, place + MOST_ITEMS);
      const tasks = await this.writes.many(
        async () =>
          slice.map(
            (id) => new WriteTask<Entity>({ verb: 'updated', id, input: {}, fieldsFor, follows: true }),
          ),
        (all) => {
          const fault = all.find(({ before, error }) => before !== undefined && error !== undefined);
          if (fault?.error !== undefined) throw fault.error;
        },
      );
      for (const { before, saved } of tasks)
        if (saved !== undefined && saved !== before) versions.set(saved.id, saved.version);
    }
    return versions;
  }

  remove(body: unknown, query: Query): Promise<BulkAnswerDto> {
    const items = this.items.read(body, { ids: true });
    return this.perform(query, () => {
      return this.items.tasks('deleted', items, (item) => this.items.toRemove(item));
    });
  }

  /** Finds each record by one of its fields, and makes or changes it as the policy says. */
  upsert(body: unknown, query: Query): Promise<BulkAnswerDto> {
    const options = readUpsertOptions(query, this.upserts.matchFields());
    this.upserts.requirePermissions(options);
    const items = this.items.read(body);
    return this.perform(query, () => this.upserts.tasks(items, options));
  }

  private async perform(
    query: Query,
    makeTasks: () => Promise<WriteTask<Entity>[]> | WriteTask<Entity>[],
  ): Promise<BulkAnswerDto> {
    const isAtomic = readFlag(query, 'atomic');
    const tasks = await this.writes.many(
      async () => makeTasks(),
      (all) => (isAtomic ? this.refuseAll(all) : undefined),
    );
    const results = tasks.map(resultOf);
    const failed = results.filter(({ error }) => error !== undefined).length;
    return { results, succeeded: results.length - failed, failed };
  }

  private refuseAll(tasks: readonly WriteTask<Entity>[]): void {
    const errors = new Map<number, DomainError>();
    for (const [index, { error }] of tasks.entries()) if (error !== undefined) errors.set(index, error);
    if (errors.size > 0) throw new BulkRefusedError(this.items.name, errors);
  }
}

function resultOf<Entity extends RecordEntity>(task: WriteTask<Entity>, index: number): BulkResultDto {
  const { intent, before, saved = before, error } = task;
  const status = error?.status ?? STATUSES[intent.verb];
  const known = { index, status, id: saved?.id ?? intent.id ?? null, version: saved?.version ?? null };
  if (error === undefined) return known;
  const { code, message, details } = error;
  return { ...known, error: { code, message, details } };
}

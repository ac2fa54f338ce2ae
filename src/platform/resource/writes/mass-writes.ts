import { ConflictError } from '../../../kernel/errors.js';
import type { FormerVersion } from './former-version.js';
import type { BulkItems } from './bulk-items.js';
import type { MassOperations, RecordOutcome } from './mass-operations.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordRevert } from '../past/record-revert.js';
import type { RecordWrites } from './record-writes.js';
import { EXTERNAL_ID, type UpsertOptions } from './upsert-options.js';
import type { Upserts } from './upserts.js';
import { WriteTask } from './write-task.js';

/** What is not looked for is new. */
const PLAIN: UpsertOptions = { matchOn: EXTERNAL_ID, policy: 'createOnly' };

/** Writes of many records of one type for code that reads what became of each. */
export class MassWrites<Entity extends RecordEntity> implements MassOperations {
  constructor(
    private readonly items: BulkItems<Entity>,
    private readonly writes: RecordWrites<Entity>,
    private readonly upserts: Upserts<Entity>,
    private readonly reverts: RecordRevert<Entity>,
  ) {}

  matchFields(): readonly string[] {
    return this.upserts.matchFields();
  }

  require(upsert: UpsertOptions | undefined): void {
    this.upserts.requirePermissions(upsert ?? PLAIN);
  }

  async write(
    items: readonly unknown[],
    upsert: UpsertOptions | undefined,
  ): Promise<readonly RecordOutcome[]> {
    this.require(upsert);
    if (upsert !== undefined) return this.perform(() => this.upserts.tasks(items, upsert));
    return this.perform(() =>
      this.items.tasks('created', items, (item) => ({
        verb: 'created',
        input: this.items.toCreate(this.items.writable(item)),
      })),
    );
  }

  remove(
    records: readonly { readonly id: string; readonly version: number }[],
  ): Promise<readonly RecordOutcome[]> {
    return this.perform(() =>
      records.map(
        ({ id, version }) => new WriteTask<Entity>({ verb: 'deleted', id, input: {}, ifMatch: version }),
      ),
    );
  }

  async revert(records: readonly FormerVersion[]): Promise<readonly RecordOutcome[]> {
    const intents = await this.reverts.intents(records);
    return this.perform(() =>
      intents.map((intent) =>
        intent instanceof ConflictError
          ? WriteTask.refused<Entity>('updated', intent)
          : new WriteTask(intent),
      ),
    );
  }

  private async perform(
    makeTasks: () => Promise<WriteTask<Entity>[]> | WriteTask<Entity>[],
  ): Promise<readonly RecordOutcome[]> {
    const tasks = await this.writes.many(
      async () => makeTasks(),
      () => undefined,
    );
    return tasks.map(outcomeOf);
  }
}

function outcomeOf<Entity extends RecordEntity>({
  intent,
  before,
  saved,
  error,
}: WriteTask<Entity>): RecordOutcome {
  if (error !== undefined) return { kind: 'refused', error };
  if (saved === undefined) throw new Error('A write has neither ended nor been refused');
  const kind = saved === before ? 'unchanged' : intent.verb === 'restored' ? 'updated' : intent.verb;
  return { kind, id: saved.id, version: saved.version };
}

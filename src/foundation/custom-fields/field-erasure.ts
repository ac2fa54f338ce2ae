import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DatabaseConfig } from '../../platform/config/database.config.js';
import { type Timer, Timers } from '../../platform/timers/timers.js';
import { CustomFieldsService, ERASURE_TIMER, type ErasedField } from './custom-fields.service.js';
import { FieldValues, FIRST_ENTRY, FIRST_RECORD } from './field-values.js';

type Part = 'records' | 'journal' | 'baselines';

/** How far an erasure has come. */
interface Progress {
  /** What was begun before the field was deleted may still write a value: after a while all is looked through again. */
  readonly round: 'first' | 'last';
  readonly part: Part;
  readonly after: string;
}

const BEGINNING: Progress = { round: 'first', part: 'records', after: FIRST_RECORD };

/**
 * Erases the values of fields, a slice each time its timer rings, in the transaction that sets the timer for the next
 * one: whoever dies leaves it where it was. At the end the definition goes too, and its key is free.
 */
@Injectable()
export class FieldErasure {
  constructor(
    private readonly fields: CustomFieldsService,
    private readonly values: FieldValues,
    private readonly config: DatabaseConfig,
    private readonly clock: Clock,
    private readonly timers: Timers,
  ) {
    timers.on(ERASURE_TIMER, (timer) => this.advance(timer));
  }

  private async advance({ subject, payload }: Timer): Promise<void> {
    const field = await this.fields.findErasing(subject);
    if (field === undefined) return;
    const next = await this.clean(field, { ...BEGINNING, ...payload });
    if (next === undefined) await this.fields.purge(field.id);
    else await this.goOn(field, next);
  }

  private async clean(field: ErasedField, { round, part, after }: Progress): Promise<Progress | undefined> {
    const last = await this.remove(part, field, after);
    if (last !== undefined) return { round, part, after: last };
    if (part === 'records') return { round, part: 'journal', after: FIRST_ENTRY };
    // Last, for what is cut off the journal meanwhile comes here.
    if (part === 'journal') return { round, part: 'baselines', after: FIRST_RECORD };
    return round === 'first' ? { ...BEGINNING, round: 'last' } : undefined;
  }

  private remove(part: Part, field: ErasedField, after: string): Promise<string | undefined> {
    switch (part) {
      case 'records':
        return this.values.removeFromRecords(field, after);
      case 'journal':
        return this.values.removeFromJournal(field, after);
      case 'baselines':
        return this.values.removeFromBaselines(field, after);
    }
  }

  private async goOn({ id, erasingAt }: ErasedField, next: Progress): Promise<void> {
    const now = this.clock.milliseconds();
    const isWaiting = next.round === 'last' && next.part === 'records' && next.after === FIRST_RECORD;
    const settled = erasingAt.getTime() + this.config.erasureGraceMilliseconds;
    const dueAt = isWaiting ? Math.max(now, settled) : now;
    await this.timers.set(ERASURE_TIMER, id, new Date(dueAt), { ...next });
  }
}

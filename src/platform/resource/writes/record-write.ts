import type { DomainError } from '../../../kernel/errors.js';

/** How records change; the verb of their events. */
export type RecordVerb = 'created' | 'updated' | 'deleted' | 'restored';

/** One record that a call is about to write, or has written. */
export class RecordWrite<Entity> {
  private refusal: DomainError | undefined;
  private told: string | undefined;

  /**
   * @param before the stored record, locked; undefined for a new one
   * @param after the record as it is to be
   * @param input what the caller sent
   */
  constructor(
    readonly verb: RecordVerb,
    readonly before: Entity | undefined,
    readonly after: Entity,
    readonly input: Partial<Entity> = {},
  ) {}

  /** This record is not written; what becomes of the others of the call is the call's matter. The first error counts. */
  refuse(error: DomainError): void {
    this.refusal ??= error;
  }

  /** What its event is called instead of the verb, for a change that means more than others: one of the descriptor's `verbs`. */
  announce(event: string): void {
    this.told = event;
  }

  get event(): string | undefined {
    return this.told;
  }

  /** The same, of the record as it was stored. */
  written(after: Entity): RecordWrite<Entity> {
    return new RecordWrite(this.verb, this.before, after, this.input);
  }

  get refused(): DomainError | undefined {
    return this.refusal;
  }
}

import type { DomainError } from '../../../kernel/errors.js';
import type { MergeFacts } from '../merging/merge-facts.js';
import { type RecordVerb, RecordWrite } from './record-write.js';
import type { RecordEntity } from '../record.entity.js';

/** What a caller wants of one record. */
export interface WriteIntent<Entity> {
  readonly verb: RecordVerb;
  /** Of a stored record. */
  readonly id?: string;
  readonly input: Partial<Entity>;
  /** The version the caller has seen. */
  readonly ifMatch?: number | undefined;
  /** Of an update: what is to be written over the stored record; default the input. */
  readonly fieldsFor?: (before: Entity) => Partial<Entity>;
  /** Follows from another write that the caller had the right to: their reach and field rules are not asked again. */
  readonly follows?: boolean;
  /** What its event is called; it is then told of even when no field changes. Default the verb. */
  readonly event?: string;
  /** What its event says of the merge that it is part of. */
  readonly merge?: MergeFacts;
}

/** One record of a call, on its way from what the caller wants to what became of it. */
export class WriteTask<Entity extends RecordEntity> {
  /** The stored record, locked. */
  before: Entity | undefined;
  /** What the caller may write and wants to. */
  fields: Partial<Entity> = {};
  write: RecordWrite<Entity> | undefined;
  /** The record as the call leaves it. */
  saved: Entity | undefined;
  private refusal: DomainError | undefined;

  constructor(readonly intent: WriteIntent<Entity>) {}

  /** The task is refused from the start: there is nothing to be done for it. */
  static refused<Entity extends RecordEntity>(verb: RecordVerb, error: DomainError): WriteTask<Entity> {
    const task = new WriteTask<Entity>({ verb, input: {} });
    task.refuse(error);
    return task;
  }

  /** The record is to be so; unless it is refused it will be. */
  plan(after: Entity): void {
    this.write = new RecordWrite(this.intent.verb, this.before, after, this.intent.input);
  }

  refuse(error: DomainError): void {
    this.refusal ??= error;
  }

  get error(): DomainError | undefined {
    return this.refusal ?? this.write?.refused;
  }

  /** Neither refused nor done. */
  get isOpen(): boolean {
    return this.error === undefined && this.saved === undefined;
  }
}

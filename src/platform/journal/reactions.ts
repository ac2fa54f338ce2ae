import { Injectable } from '@nestjs/common';
import type { JournalHead } from './journal-event.js';
import { JournalPulse } from './journal-pulse.js';

/** Reads every event once, in position order, in one transaction with its cursor. Must not call the outside world. */
export interface JournalConsumer {
  readonly name: string;
  /**
   * Reads on when a tenant is looked after as a whole, some seconds after a commit, which it then costs nothing. A function
   * is asked at each commit, of the current tenant: it must cost next to nothing.
   */
  readonly isPatient?: boolean | (() => Promise<boolean>);
  consume(events: readonly JournalHead[]): Promise<void>;
}

/** Work that falls due by time: retries, timers, expired leases. */
export interface DueWork {
  readonly name: string;
  /** Does what is due. @returns when it next has something to do, if ever. */
  runDue(now: Date): Promise<Date | undefined>;
}

/** Who reacts to a tenant's journal and clock. Rooms above the platform add themselves. */
@Injectable()
export class Reactions {
  readonly consumers: JournalConsumer[] = [];
  readonly dueWorks: DueWork[] = [];

  constructor(readonly pulse: JournalPulse) {}

  addConsumer(consumer: JournalConsumer): void {
    this.consumers.push(consumer);
  }

  addDueWork(work: DueWork): void {
    this.dueWorks.push(work);
  }
}

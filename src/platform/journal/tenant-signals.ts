import { Injectable } from '@nestjs/common';
import { currentTenant } from '../context/request-context.js';
import { DueMarks } from './due-marks.js';
import { WakeUps } from './wake-ups.js';

/** How a reaction asks for the dispatcher of the current tenant: now, or by a time. */
@Injectable()
export class TenantSignals {
  constructor(
    private readonly wakeUps: WakeUps,
    private readonly dueMarks: DueMarks,
  ) {}

  /** For a look at everything, not only at the journal. */
  wake(): void {
    this.wakeUps.wake(currentTenant().id);
  }

  /** Lasts through restarts. */
  dueAt(time: Date): Promise<void> {
    return this.dueMarks.advance(currentTenant().id, time);
  }
}

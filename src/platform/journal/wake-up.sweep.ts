import { Injectable } from '@nestjs/common';
import { type Sweep, Sweeper } from '../queue/sweeper.js';
import { DirtyMarks } from './dirty-marks.js';
import { DueMarks } from './due-marks.js';
import { WakeUps } from './wake-ups.js';

const BATCH = 500;
/** Milliseconds a mark may be young: the ordinary wake-up of a healthy process is far faster. */
const GRACE = 2_000;

/** Wakes the tenants that have something due, and those whose wake-up a crash may have lost. */
@Injectable()
export class WakeUpSweep implements Sweep {
  readonly name = 'wake-ups';

  constructor(
    private readonly dirtyMarks: DirtyMarks,
    private readonly dueMarks: DueMarks,
    private readonly wakeUps: WakeUps,
    sweeper: Sweeper,
  ) {
    sweeper.add(this);
  }

  async sweep(): Promise<void> {
    const due = await this.dueMarks.listDue(BATCH);
    const dirty = await this.dirtyMarks.list(GRACE, BATCH);
    await this.wakeUps.sweep([...new Set([...due, ...dirty.map((mark) => mark.tenantId)])]);
  }
}

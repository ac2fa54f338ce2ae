import { Global, Module } from '@nestjs/common';
import { Timers } from '../timers/timers.js';
import { DirtyMarks } from './dirty-marks.js';
import { DispatchJob } from './dispatch.job.js';
import { DueMarks } from './due-marks.js';
import { Journal } from './journal.js';
import { JournalReader } from './journal-reader.js';
import { Reactions } from './reactions.js';
import { WakeUps } from './wake-ups.js';
import { WakeUpSweep } from './wake-up.sweep.js';

@Global()
@Module({
  providers: [Journal, JournalReader, Reactions, DirtyMarks, DueMarks, WakeUps, WakeUpSweep, DispatchJob, Timers],
  exports: [Journal, JournalReader, Reactions, DueMarks, WakeUps, Timers],
})
export class JournalModule {}

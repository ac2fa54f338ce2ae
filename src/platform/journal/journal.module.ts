import { Global, Module } from '@nestjs/common';
import { TimerPersonalData } from '../timers/timer-personal-data.js';
import { Timers } from '../timers/timers.js';
import { DirtyMarks } from './dirty-marks.js';
import { DispatchJob } from './dispatch.job.js';
import { DueMarks } from './due-marks.js';
import { Journal } from './journal.js';
import { JournalFeed } from './journal-feed.js';
import { JournalHistory } from './journal-history.js';
import { JournalPersonalData } from './journal-personal-data.js';
import { JournalPulse } from './journal-pulse.js';
import { JournalReader } from './journal-reader.js';
import { Reactions } from './reactions.js';
import { TenantSignals } from './tenant-signals.js';
import { WakeUps } from './wake-ups.js';
import { WakeUpSweep } from './wake-up.sweep.js';

@Global()
@Module({
  providers: [
    Journal,
    JournalReader,
    JournalFeed,
    JournalHistory,
    JournalPersonalData,
    JournalPulse,
    Reactions,
    DirtyMarks,
    DueMarks,
    WakeUps,
    WakeUpSweep,
    DispatchJob,
    Timers,
    TimerPersonalData,
    TenantSignals,
  ],
  exports: [
    Journal,
    JournalReader,
    JournalFeed,
    JournalPulse,
    Reactions,
    DirtyMarks,
    WakeUps,
    TenantSignals,
    Timers,
  ],
})
export class JournalModule {}

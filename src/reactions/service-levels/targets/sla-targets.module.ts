import { Module, type OnModuleInit } from '@nestjs/common';
import { Timers } from '../../../platform/timers/timers.js';
import { BusinessHoursModule } from '../business-hours/index.js';
import { SlaPoliciesModule } from '../policies/index.js';
import { Escalations } from './escalations.js';
import { RecordEvents } from './record-events.js';
import { RecordSlaController } from './record-sla.controller.js';
import { RecordSlaService } from './record-sla.service.js';
import { ServiceLevelReader } from './service-level-reader.js';
import { SlaTargetsController } from './sla-targets.controller.js';
import { SlaTargetsService } from './sla-targets.service.js';
import { TargetEngine } from './target-engine.js';
import { TargetReview } from './target-review.js';
import { TargetTimers } from './target-timers.js';

@Module({
  imports: [BusinessHoursModule, SlaPoliciesModule],
  controllers: [SlaTargetsController, RecordSlaController],
  providers: [
    SlaTargetsService,
    RecordSlaService,
    RecordEvents,
    TargetEngine,
    TargetReview,
    TargetTimers,
    Escalations,
    ServiceLevelReader,
  ],
})
export class SlaTargetsModule implements OnModuleInit {
  constructor(
    private readonly rings: TargetTimers,
    private readonly timers: Timers,
  ) {}

  onModuleInit(): void {
    this.rings.listen(this.timers);
  }
}

import { Module } from '@nestjs/common';
import { SettingsModule } from '../../../foundation/settings/index.js';
import { PipelinesModule } from '../pipelines/index.js';
import { DealContactLinks } from './deal-contact-links.js';
import { DealOccupants } from './deal-occupants.js';
import { DealStages } from './deal-stages.js';
import { DealsController } from './deals.controller.js';
import { DealsService } from './deals.service.js';
import { OpportunitiesController } from './opportunities.controller.js';
import { StageHistory } from './stage-history.js';

@Module({
  imports: [SettingsModule, PipelinesModule],
  controllers: [DealsController, OpportunitiesController],
  providers: [DealsService, DealStages, DealContactLinks, DealOccupants, StageHistory],
  exports: [DealsService],
})
export class DealsModule {}

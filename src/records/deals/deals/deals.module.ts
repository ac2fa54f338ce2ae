import { Module } from '@nestjs/common';
import { SettingsModule } from '../../../foundation/settings/index.js';
import { PipelinesModule } from '../pipelines/index.js';
import { BoardService } from './board.service.js';
import { DealAmounts } from './deal-amounts.js';
import { DealContactsService } from './deal-contacts.service.js';
import { DealContactLinks } from './deal-contact-links.js';
import { DealMovesService } from './deal-moves.service.js';
import { DealOccupants } from './deal-occupants.js';
import { DealPersonalData } from './deal-personal-data.js';
import { DealStages } from './deal-stages.js';
import { DealsController } from './deals.controller.js';
import { DealsService } from './deals.service.js';
import { OpportunitiesController } from './opportunities.controller.js';
import { RecordDealsController } from './record-deals.controller.js';
import { StageHistory } from './stage-history.js';

@Module({
  imports: [SettingsModule, PipelinesModule],
  controllers: [DealsController, OpportunitiesController, RecordDealsController],
  providers: [
    DealsService,
    BoardService,
    DealAmounts,
    DealMovesService,
    DealContactsService,
    DealStages,
    DealContactLinks,
    DealOccupants,
    DealPersonalData,
    StageHistory,
  ],
  exports: [DealsService, DealAmounts],
})
export class DealsModule {}

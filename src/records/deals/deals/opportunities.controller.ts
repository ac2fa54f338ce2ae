import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { BoardService } from './board.service.js';
import { DealContactsService } from './deal-contacts.service.js';
import { DealMovesService } from './deal-moves.service.js';
import { DealRoutes } from './deal-routes.js';
import { DealsService } from './deals.service.js';

/** Deals under the name that some clients know: the same records, permissions and events. */
@ApiTags('Deals')
@Controller('opportunities')
export class OpportunitiesController extends DealRoutes({ name: 'opportunity', plural: 'opportunities' }) {
  constructor(
    deals: DealsService,
    moves: DealMovesService,
    contacts: DealContactsService,
    board: BoardService,
  ) {
    super({ deals, moves, contacts, board });
  }
}

import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { BoardService } from './board.service.js';
import { DealContactsService } from './deal-contacts.service.js';
import { DealMovesService } from './deal-moves.service.js';
import { DealRoutes } from './deal-routes.js';
import { DealsService } from './deals.service.js';

@ApiTags('Deals')
@Controller('deals')
export class DealsController extends DealRoutes({ name: 'deal', plural: 'deals' }) {
  constructor(
    deals: DealsService,
    moves: DealMovesService,
    contacts: DealContactsService,
    board: BoardService,
  ) {
    super({ deals, moves, contacts, board });
  }
}

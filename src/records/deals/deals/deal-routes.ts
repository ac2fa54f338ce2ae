import { Body, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import type { Page } from '../../../kernel/page.js';
import { IfMatch } from '../../../platform/http/if-match.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { PAGE_PARAMETERS } from '../../../platform/http/page-query.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { listParameters, shapeParameters } from '../../../platform/resource/lists/list-parameters.js';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { pascalCase } from '../../../platform/resource/resource-names.js';
import type { BoardService } from './board.service.js';
import type { DealContactsService } from './deal-contacts.service.js';
import type { DealMovesService } from './deal-moves.service.js';
import { dealResource } from './deal.policy.js';
import type { DealsService } from './deals.service.js';
import { BoardDto } from './dto/board.dto.js';
import { DealContactLinkDto } from './dto/deal-contact-link.dto.js';
import { DealDto } from './dto/deal.dto.js';
import { LinkContactDto } from './dto/link-contact.dto.js';
import { MoveDealDto } from './dto/move-deal.dto.js';
import { ReopenDealDto } from './dto/reopen-deal.dto.js';
import { StageChangeDto } from './dto/stage-change.dto.js';

type Parameters = Readonly<Record<string, unknown>>;

/** What the routes of deals call. */
export interface DealUseCases {
  readonly deals: DealsService;
  readonly moves: DealMovesService;
  readonly contacts: DealContactsService;
  readonly board: BoardService;
}

const NOT_ON_BOARDS: ReadonlySet<string> = new Set(['page', 'cursor', 'includeTotal', 'stageId']);
const BOARD = [...listParameters(dealResource.policy), ...shapeParameters(dealResource)].filter(
  ({ name }) => !NOT_ON_BOARDS.has(name),
);
const CHANGE = { permission: 'deals:update', dryRun: true, response: DealDto, record: true } as const;

/**
 * The routes of deals, as a base class for each path that serves them.
 *
 * @param called what deals are called there: names the operations
 */
export function DealRoutes(called: { readonly name: string; readonly plural: string }) {
  const one = pascalCase(called.name);
  const words = called.name;

  abstract class DealController extends ResourceController(dealResource, { called }) {
    constructor(private readonly use: DealUseCases) {
      super(use.deals);
    }

    @Get('board')
    @Route({
      permission: 'deals:read',
      summary: `Get the ${called.plural} of a pipeline by stages: the first of each, how many there are, and their sums`,
      operationId: `getBoardOf${pascalCase(called.plural)}`,
      response: BoardDto,
      openQuery: true,
      query: BOARD,
    })
    board(@Query() query: Parameters): Promise<BoardDto> {
      return this.use.board.read(query);
    }

    @Put(':id/stage')
    @Route({
      ...CHANGE,
      summary: `Move a ${words} to another stage, by the rules of its pipeline`,
      operationId: `move${one}`,
    })
    move(
      @Param('id', ParseIdPipe) id: string,
      @Body() input: MoveDealDto,
      @IfMatch() ifMatch?: number,
    ): Promise<RecordView> {
      return this.use.moves.move(id, input, ifMatch);
    }

    @Post(':id/reopen')
    @Route({
      ...CHANGE,
      summary: `Open a ${words} again that was won or lost`,
      operationId: `reopen${one}`,
    })
    reopen(
      @Param('id', ParseIdPipe) id: string,
      @Body() input: ReopenDealDto,
      @IfMatch() ifMatch?: number,
    ): Promise<RecordView> {
      return this.use.moves.reopen(id, input, ifMatch);
    }

    @Get(':id/stage-history')
    @Route({
      permission: 'deals:read',
      summary: `List the stages that a ${words} was in and for how long, the latest first`,
      operationId: `listStageChangesOf${one}`,
      response: pageOf(StageChangeDto),
      query: PAGE_PARAMETERS,
    })
    listStageChanges(
      @Param('id', ParseIdPipe) id: string,
      @Query() query: Parameters,
    ): Promise<Page<StageChangeDto>> {
      return this.use.moves.stageHistory(id, query);
    }

    @Get(':id/contacts')
    @Route({
      permission: 'deals:read',
      summary: `List the contacts of a ${words}, the primary one first`,
      operationId: `listContactsOf${one}`,
      response: pageOf(DealContactLinkDto),
      query: PAGE_PARAMETERS,
    })
    listContacts(
      @Param('id', ParseIdPipe) id: string,
      @Query() query: Parameters,
    ): Promise<Page<DealContactLinkDto>> {
      return this.use.contacts.list(id, query);
    }

    @Post(':id/contacts/:contactId')
    @Route({
      permission: 'deals:update',
      summary: `Associate a ${words} with a contact, or change their association`,
      operationId: `linkContactTo${one}`,
      dryRun: true,
      response: DealContactLinkDto,
    })
    linkContact(
      @Param('id', ParseIdPipe) id: string,
      @Param('contactId', ParseIdPipe) contactId: string,
      @Body() input: LinkContactDto,
    ): Promise<DealContactLinkDto> {
      return this.use.contacts.link(id, contactId, input);
    }

    @Delete(':id/contacts/:contactId')
    @Route({
      permission: 'deals:update',
      summary: `End the association of a ${words} with a contact`,
      operationId: `unlinkContactFrom${one}`,
      dryRun: true,
      status: 204,
    })
    unlinkContact(
      @Param('id', ParseIdPipe) id: string,
      @Param('contactId', ParseIdPipe) contactId: string,
    ): Promise<void> {
      return this.use.contacts.unlink(id, contactId);
    }
  }
  return DealController;
}

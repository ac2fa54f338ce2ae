import { UpdateDealDto } from './update-deal.dto.js';

/** Where a deal is to go, `stageId` or `stage`, with what the stage asks for. */
export class MoveDealDto extends UpdateDealDto {}

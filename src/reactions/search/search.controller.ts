import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../../platform/http/route.js';
import { SearchResultsDto } from './dto/search-results.dto.js';
import { SEARCH_PARAMETERS } from './search-query.js';
import { SearchService } from './search.service.js';

@ApiTags('Search')
@Controller('search')
export class SearchController {
  constructor(private readonly search: SearchService) {}

  @Get()
  @Route({
    permission: 'authenticated',
    summary: 'Search all records that you may read; the best come first, whatever kind they are',
    operationId: 'search',
    response: SearchResultsDto,
    query: SEARCH_PARAMETERS,
    cost: 2,
  })
  find(@Query() query: Record<string, unknown>): Promise<SearchResultsDto> {
    return this.search.find(query);
  }
}

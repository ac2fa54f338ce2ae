import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../../../platform/http/route.js';
import { BUSY_PARAMETERS, BusyService } from './busy.service.js';
import { BusyDto } from './dto/busy.dto.js';
import { OccurrencePageDto } from './dto/occurrence-page.dto.js';
import { OCCURRENCE_PARAMETERS, OccurrencesService } from './occurrences.service.js';

@ApiTags('Calendar')
@Controller('calendar')
export class CalendarController {
  constructor(
    private readonly occurrences: OccurrencesService,
    private readonly busy: BusyService,
  ) {}

  @Get('occurrences')
  @Route({
    permission: 'calendar-events:read',
    summary: 'What takes place in a range: every occurrence of the events that you may read',
    operationId: 'listOccurrences',
    response: OccurrencePageDto,
    query: OCCURRENCE_PARAMETERS,
    cost: 3,
  })
  listOccurrences(@Query() query: Record<string, unknown>): Promise<OccurrencePageDto> {
    return this.occurrences.list(query);
  }

  @Get('busy')
  @Route({
    permission: 'calendar-events:read',
    summary: 'When users have no time, without what they do then; also of events that you may not read',
    operationId: 'listBusyTimes',
    response: BusyDto,
    query: BUSY_PARAMETERS,
    cost: 3,
  })
  listBusyTimes(@Query() query: Record<string, unknown>): Promise<BusyDto> {
    return this.busy.read(query);
  }
}

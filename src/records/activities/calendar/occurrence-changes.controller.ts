import { Body, Controller, Delete, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IfMatch } from '../../../platform/http/if-match.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import type { QueryParameter } from '../../../platform/http/route-options.js';
import { Route } from '../../../platform/http/route.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { CalendarEventDto } from './dto/calendar-event.dto.js';
import { ChangeOccurrenceDto } from './dto/change-occurrence.dto.js';
import { OccurrenceChangesService } from './occurrence-changes.service.js';
import { OCCURRENCE_SCOPES } from './occurrence-scope.js';

const SCOPE: readonly QueryParameter[] = [
  {
    name: 'scope',
    description: 'Which occurrences are meant: this one (default), it and those after it, or all',
    schema: { type: 'string', enum: [...OCCURRENCE_SCOPES] },
  },
];

/** One occurrence of an event, known by its start by the rule: `2027-05-03T09:00:00.000Z`. */
@ApiTags('Calendar')
@Controller('calendar/events/:id/occurrences/:start')
export class OccurrenceChangesController {
  constructor(private readonly changes: OccurrenceChangesService) {}

  @Patch()
  @Route({
    permission: 'calendar-events:update',
    summary:
      'Change one occurrence of an event, or those from it on, which become an event of their own, or all',
    operationId: 'changeOccurrence',
    response: CalendarEventDto,
    record: true,
    dryRun: true,
    query: SCOPE,
  })
  change(
    @Param('id', ParseIdPipe) id: string,
    @Param('start') start: string,
    @Body() change: ChangeOccurrenceDto,
    @Query() query: Record<string, unknown>,
    @IfMatch() ifMatch: number | undefined,
  ): Promise<RecordView> {
    return this.changes.change(id, start, change, query, ifMatch);
  }

  @Delete()
  @Route({
    permission: 'calendar-events:update',
    summary:
      'Cancel one occurrence of an event, or those from it on, or all, which takes the right to delete',
    operationId: 'cancelOccurrence',
    status: 204,
    dryRun: true,
    query: SCOPE,
  })
  cancel(
    @Param('id', ParseIdPipe) id: string,
    @Param('start') start: string,
    @Query() query: Record<string, unknown>,
    @IfMatch() ifMatch: number | undefined,
  ): Promise<void> {
    return this.changes.cancel(id, start, query, ifMatch);
  }
}

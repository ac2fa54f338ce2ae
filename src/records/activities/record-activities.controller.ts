import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/page.js';
import { pageOf } from '../../platform/http/page-of.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import type { RouteOptions } from '../../platform/http/route-options.js';
import { Route } from '../../platform/http/route.js';
import { listParameters } from '../../platform/resource/lists/list-parameters.js';
import type { RecordView } from '../../platform/resource/resource-descriptor.js';
import { ActivitiesService } from './activities.service.js';
import { activityResource } from './activity.policy.js';
import { ActivityDto } from './dto/activity.dto.js';

const LIST: Omit<RouteOptions, 'summary'> = {
  permission: 'activities:read',
  response: pageOf(ActivityDto),
  openQuery: true,
  query: listParameters(activityResource.policy).filter(({ name }) => name !== 'links'),
};

/** The activities of a record of any type, so that no room needs to know of them. Takes the right to read the record too. */
@ApiTags('Activities')
@Controller(':records/:id')
export class RecordActivitiesController {
  constructor(private readonly activities: ActivitiesService) {}

  @Get('activities')
  @Route({ ...LIST, summary: 'List activities linked to a record', operationId: 'listActivitiesOfRecord' })
  list(
    @Param('records') records: string,
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<RecordView>> {
    return this.activities.listOf(records, id, query);
  }

  @Get('interactions')
  @Route({
    ...LIST,
    summary: 'List interactions linked to a record',
    operationId: 'listInteractionsOfRecord',
  })
  listInteractions(
    @Param('records') records: string,
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<RecordView>> {
    return this.activities.listOf(records, id, query);
  }
}

import { Body, Get, Param, Post, Query } from '@nestjs/common';
import { IfMatch } from '../../http/if-match.js';
import { ParseIdPipe } from '../../http/parse-id.pipe.js';
import { Route } from '../../http/route.js';
import { CURSOR_PARAMETERS } from '../lists/list-parameters.js';
import { HistoryPageDto } from './history-page.dto.js';
import { MergeRoutes } from '../merging/merge-routes.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordView, ResourceDescriptor } from '../resource-descriptor.js';
import { pascalCase } from '../resource-names.js';
import { RevertDto } from './revert.dto.js';
import { TimelinePageDto } from './timeline-page.dto.js';

const TYPES = {
  name: 'types',
  description: 'Only these, separated by commas: `change` for its own changes, `activity` …',
} as const;

/** The standard routes that look back, of which every record type has all: the class between those that merge and those that write and list. */
export function PastRoutes<Entity extends RecordEntity>(
  descriptor: ResourceDescriptor<Entity>,
  names: { readonly name: string; readonly aRecord: string },
) {
  const { name, aRecord } = names;
  const { plural, dto, dryRun = true } = descriptor;
  const one = pascalCase(name);

  abstract class PastController extends MergeRoutes(descriptor, names) {
    @Get(':id/history')
    @Route({
      permission: `${plural}:read`,
      summary: `List the changes of ${aRecord}, newest first; of a deleted one too`,
      operationId: `list${one}History`,
      response: HistoryPageDto,
      query: CURSOR_PARAMETERS,
    })
    history(
      @Param('id', ParseIdPipe) id: string,
      @Query() query: Record<string, unknown>,
    ): Promise<HistoryPageDto> {
      return this.service.historyOf(id, query);
    }

    @Get(':id/timeline')
    @Route({
      permission: `${plural}:read`,
      summary: `List what happened around ${aRecord}, newest first: its changes, and what is linked to it`,
      operationId: `list${one}Timeline`,
      response: TimelinePageDto,
      query: [TYPES, ...CURSOR_PARAMETERS],
    })
    timeline(
      @Param('id', ParseIdPipe) id: string,
      @Query() query: Record<string, unknown>,
    ): Promise<TimelinePageDto> {
      return this.service.timelineOf(id, query);
    }

    @Post(':id/revert')
    @Route({
      response: dto,
      record: true,
      permission: `${plural}:update`,
      summary: `Give ${aRecord} back the fields that it had at one of its versions`,
      operationId: `revert${one}`,
      dryRun,
    })
    revert(
      @Param('id', ParseIdPipe) id: string,
      @Body() input: RevertDto,
      @IfMatch() ifMatch?: number,
    ): Promise<RecordView> {
      return this.service.revert(id, input, { ifMatch });
    }
  }
  if (descriptor.readOnly === true) Reflect.deleteProperty(PastController.prototype, 'revert');
  return PastController;
}

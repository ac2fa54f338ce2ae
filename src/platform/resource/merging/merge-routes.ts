import { Body, Get, Param, Post, Query } from '@nestjs/common';
import type { Page } from '../../../kernel/page.js';
import { IfMatch } from '../../http/if-match.js';
import { pageOf } from '../../http/page-of.js';
import { ParseIdPipe } from '../../http/parse-id.pipe.js';
import { Route } from '../../http/route.js';
import { duplicateGroupDto } from '../duplicates/duplicate-group-dto.js';
import type { DuplicateGroup } from '../duplicates/duplicate-scan.js';
import { CURSOR_PARAMETERS } from '../lists/list-parameters.js';
import { RecordController } from '../record-controller.js';
import type { RecordEntity } from '../record.entity.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import { pascalCase } from '../resource-names.js';
import type { ResourceService } from '../resource.service.js';
import { mergeBodiesOf } from './merge-bodies.js';
import type { MergeInputDto } from './merge-input.dto.js';
import type { MergeResult } from './merge-result.js';

/** The standard routes of what can be merged; of other types and on second paths there are none. */
export function MergeRoutes<Entity extends RecordEntity>(
  descriptor: ResourceDescriptor<Entity>,
  { name, aRecord }: { readonly name: string; readonly aRecord: string },
): abstract new (service: ResourceService<Entity>) => RecordController<Entity> {
  if (descriptor.mergeable === undefined || descriptor.secondPath !== undefined)
    return RecordController<Entity>;
  const bodies = mergeBodiesOf(descriptor, name);

  abstract class MergeController extends RecordController<Entity> {
    @Get('duplicates')
    @Route({
      response: pageOf(duplicateGroupDto(descriptor, name)),
      permission: `${descriptor.plural}:read`,
      summary: `List what is there twice, by the rules of the tenant; a page may be empty, and others follow`,
      operationId: `list${pascalCase(name)}Duplicates`,
      query: CURSOR_PARAMETERS,
      cost: 5,
    })
    duplicates(@Query() query: Record<string, unknown>): Promise<Page<DuplicateGroup>> {
      return this.service.twins.list(query);
    }

    @Post(':id/merge')
    @Route({
      response: bodies.result,
      permission: `${descriptor.plural}:update`,
      summary: `Merge others into ${aRecord}: what points at them points at it, and they are deleted. Takes the right to delete, too`,
      operationId: `merge${pascalCase(name)}`,
      dryRun: true,
      cost: 5,
    })
    merge(
      @Param('id', ParseIdPipe) id: string,
      @Body() input: MergeInputDto & { readonly values?: Partial<Entity> },
      @IfMatch() ifMatch?: number,
    ): Promise<MergeResult> {
      return this.service.merges.merge(id, input, ifMatch);
    }
  }
  // TypeScript knows no class for what is made here: without this the body is neither validated nor documented.
  Reflect.defineMetadata(
    'design:paramtypes',
    [String, bodies.input, Number],
    MergeController.prototype,
    'merge',
  );
  return MergeController;
}

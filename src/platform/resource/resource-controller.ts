import { Body, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiExtraModels } from '@nestjs/swagger';
import type { Page } from '../../kernel/page.js';
import { fieldNames } from '../http/fields/field-names.js';
import { declareCustomFields } from '../http/fields/custom-fields-input.field.js';
import { IfMatch } from '../http/if-match.js';
import { pageOf } from '../http/page-of.js';
import { ParseIdPipe } from '../http/parse-id.pipe.js';
import { Route } from '../http/route.js';
import type { ErasureDto } from '../privacy/dto/erasure.dto.js';
import { BulkAnswerDto } from './writes/bulk-answer.dto.js';
import { bulkBodiesOf } from './writes/bulk-bodies.js';
import { MOST_ITEMS } from './writes/bulk-items.js';
import { takesCustomFields } from './custom-fields.js';
import { AS_OF, listParameters, shapeParameters } from './lists/list-parameters.js';
import { ListSearchDto } from './lists/list-search.dto.js';
import { erasingRoute } from './erasing/erasing-route.js';
import { PastRoutes } from './past/past-routes.js';
import type { RecordController } from './record-controller.js';
import { viewSchema } from './record-view-schema.js';
import { declareResource } from './declared-resources.js';
import { declareRelatedSchema } from './relations/related-schemas.js';
import type { RecordEntity } from './record.entity.js';
import type { RecordView, ResourceDescriptor } from './resource-descriptor.js';
import { upsertParameters } from './writes/upsert-options.js';
import { pascalCase } from './resource-names.js';
import type { ResourceService } from './resource.service.js';

type QueryParameters = Readonly<Record<string, unknown>>;

const BULK_ROUTES = ['createMany', 'updateMany', 'upsertMany', 'removeMany'] as const;
const WRITING_ROUTES = ['create', 'update', 'replace', 'remove', 'restore', ...BULK_ROUTES] as const;
const ATOMIC = {
  name: 'atomic',
  schema: { type: 'boolean' },
  description: 'true: all or nothing; 422 `BULK_REFUSED` when any item is refused',
} as const;
const BULK = { response: BulkAnswerDto, bulk: true, dryRun: true, status: 200, query: [ATOMIC] } as const;

export type StandardRoute =
  | 'create'
  | 'list'
  | 'search'
  | 'get'
  | 'update'
  | 'replace'
  | 'remove'
  | 'restore'
  | (typeof BULK_ROUTES)[number];

export interface ResourceControllerOptions {
  /** Standard routes that the room writes itself: overriding one would silently delete it. */
  readonly except?: readonly StandardRoute[];
  /** What the records are called where they are served at another path; names the operations. Permissions stay. */
  readonly called?: { readonly name: string; readonly plural: string; readonly path?: string };
}

type RecordControllerClass<Entity extends RecordEntity> = abstract new (
  service: ResourceService<Entity>,
) => RecordController<Entity>;

/** The standard routes of a record type, as a base class for the room's controller. */
export function ResourceController<Entity extends RecordEntity>(
  descriptor: ResourceDescriptor<Entity>,
  options: ResourceControllerOptions = {},
): RecordControllerClass<Entity> {
  const { plural, dto, createDto, updateDto, policy, dryRun = true } = descriptor;
  const duplicates = descriptor.duplicates !== undefined;
  const { name, plural: records } = options.called ?? descriptor.secondPath ?? descriptor;
  const path = options.called?.path ?? records;
  if (takesCustomFields(descriptor)) declareCustomFields(createDto, updateDto);
  const record = { response: dto, record: true } as const;
  declareRelatedSchema(descriptor.name, dto);
  declareResource(descriptor, { name, plural: records, path });
  const view = viewSchema(descriptor);
  const words = name.replaceAll('-', ' ');
  const them = records.replaceAll('-', ' ');
  const aRecord = `${/^[aeiou]/u.test(words) ? 'an' : 'a'} ${words}`;
  const [one, many] = [pascalCase(name), pascalCase(records)];
  const writable = new Set(fieldNames(createDto));
  const readOnlyFields = fieldNames(dto).filter((field) => !writable.has(field));
  const change = { ...record, dryRun, readOnlyFields };
  const erasing = erasingRoute(descriptor);
  const bodies = bulkBodiesOf(descriptor, { name, plural: records });

  abstract class StandardController extends PastRoutes(descriptor, { name, aRecord }) {
    @Post()
    @Route({
      ...record,
      permission: `${plural}:create`,
      summary: `Create ${aRecord}`,
      operationId: `create${one}`,
      status: 201,
      dryRun,
      duplicates,
    })
    create(@Body() input: Partial<Entity>): Promise<RecordView> {
      return this.service.create(input);
    }

    @Get()
    @Route({
      permission: `${plural}:read`,
      summary: `List ${them}`,
      operationId: `list${many}`,
      response: pageOf(view),
      openQuery: true,
      query: [...listParameters(policy), ...shapeParameters(descriptor)],
    })
    list(@Query() query: Record<string, unknown>): Promise<Page<RecordView>> {
      return this.service.list(query);
    }

    @Post('search')
    @Route({
      permission: `${plural}:read`,
      summary: `List ${plural.replaceAll('-', ' ')} by a filter with and, or and not`,
      operationId: `search${many}`,
      response: pageOf(view),
      body: ListSearchDto,
    })
    search(@Body() body: unknown): Promise<Page<RecordView>> {
      return this.service.search(body);
    }

    @Get(':id')
    @Route({
      record: true,
      response: view,
      permission: `${plural}:read`,
      summary: `Get ${aRecord}`,
      operationId: `get${one}`,
      query: [...shapeParameters(descriptor), AS_OF],
    })
    get(@Param('id', ParseIdPipe) id: string, @Query() query: Record<string, unknown>): Promise<RecordView> {
      return this.service.get(id, query);
    }

    @Patch(':id')
    @Route({
      ...change,
      permission: `${plural}:update`,
      summary: `Change fields of ${aRecord}`,
      operationId: `update${one}`,
    })
    update(
      @Param('id', ParseIdPipe) id: string,
      @Body() input: Partial<Entity>,
      @IfMatch() ifMatch?: number,
    ): Promise<RecordView> {
      return this.service.update(id, input, { ifMatch });
    }

    @Put(':id')
    @Route({
      ...change,
      permission: `${plural}:update`,
      summary: `Replace ${aRecord}`,
      operationId: `replace${one}`,
    })
    replace(
      @Param('id', ParseIdPipe) id: string,
      @Body() input: Partial<Entity>,
      @IfMatch() ifMatch?: number,
    ): Promise<RecordView> {
      return this.service.replace(id, input, { ifMatch });
    }

    @Delete(':id')
    @Route({
      permission: `${plural}:delete`,
      summary: `Delete ${aRecord}; it can be restored${erasing === undefined ? '' : ', unless it is erased'}`,
      operationId: `delete${one}`,
      status: 204,
      dryRun,
      ...erasing,
    })
    remove(
      @Param('id', ParseIdPipe) id: string,
      @Query() query: QueryParameters,
      @IfMatch() ifMatch?: number,
    ): Promise<ErasureDto | undefined> {
      return this.service.removeOrErase(id, query, { ifMatch });
    }

    @Post(':id/restore')
    @Route({
      ...record,
      permission: `${plural}:delete`,
      summary: `Restore a deleted ${words}`,
      operationId: `restore${one}`,
      dryRun,
    })
    restore(@Param('id', ParseIdPipe) id: string): Promise<RecordView> {
      return this.service.restore(id);
    }

    @Post('bulk')
    @Route({
      ...BULK,
      duplicates,
      permission: `${plural}:create`,
      summary: `Create up to ${MOST_ITEMS} ${them}`,
      operationId: `bulkCreate${many}`,
      body: bodies.create,
    })
    createMany(@Body() body: unknown, @Query() query: QueryParameters): Promise<BulkAnswerDto> {
      return this.service.bulk.create(body, query);
    }

    @Patch('bulk')
    @Route({
      ...BULK,
      permission: `${plural}:update`,
      summary: `Change fields of up to ${MOST_ITEMS} ${them}`,
      operationId: `bulkUpdate${many}`,
      body: bodies.update,
    })
    updateMany(@Body() body: unknown, @Query() query: QueryParameters): Promise<BulkAnswerDto> {
      return this.service.bulk.update(body, query);
    }

    @Put('bulk')
    @Route({
      ...BULK,
      duplicates,
      permission: `${plural}:create`,
      alternativePermission: `${plural}:update`,
      summary: `Create or change up to ${MOST_ITEMS} ${them}, found by a field`,
      operationId: `bulkUpsert${many}`,
      body: bodies.upsert,
      query: [ATOMIC, ...upsertParameters(descriptor.matchFields)],
    })
    upsertMany(@Body() body: unknown, @Query() query: QueryParameters): Promise<BulkAnswerDto> {
      return this.service.bulk.upsert(body, query);
    }

    @Delete('bulk')
    @Route({
      ...BULK,
      permission: `${plural}:delete`,
      summary: `Delete up to ${MOST_ITEMS} ${them}; they can be restored`,
      operationId: `bulkDelete${many}`,
      body: bodies.remove,
    })
    removeMany(@Body() body: unknown, @Query() query: QueryParameters): Promise<BulkAnswerDto> {
      return this.service.bulk.remove(body, query);
    }
  }
  // TypeScript erases the type parameter: without this a body is neither validated nor documented.
  const parameterTypes = {
    create: [createDto],
    update: [String, updateDto, Number],
    replace: [String, createDto, Number],
  };
  for (const [route, types] of Object.entries(parameterTypes)) {
    Reflect.defineMetadata('design:paramtypes', types, StandardController.prototype, route);
  }
  // Its events are of this shape, and no route that writes shows it.
  if (descriptor.readOnly === true) ApiExtraModels(dto)(StandardController);
  const except = [
    ...(options.except ?? []),
    ...(descriptor.bulk === false ? BULK_ROUTES : []),
    ...(descriptor.readOnly === true ? WRITING_ROUTES : []),
  ];
  for (const route of except) Reflect.deleteProperty(StandardController.prototype, route);
  return StandardController;
}

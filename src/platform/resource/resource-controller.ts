import { Body, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import type { Page } from '../../kernel/page.js';
import { fieldNames } from '../http/fields/field-names.js';
import { declareCustomFields } from '../http/fields/custom-fields-input.field.js';
import { IfMatch } from '../http/if-match.js';
import { pageOf } from '../http/page-of.js';
import { ParseIdPipe } from '../http/parse-id.pipe.js';
import { Route } from '../http/route.js';
import { takesCustomFields } from './custom-fields.js';
import { listParameters } from './list-parameters.js';
import { RecordController } from './record-controller.js';
import type { RecordEntity } from './record.entity.js';
import type { RecordView, ResourceDescriptor } from './resource-descriptor.js';
import type { ResourceService } from './resource.service.js';

export type StandardRoute = 'create' | 'list' | 'get' | 'update' | 'replace' | 'remove' | 'restore';

export interface ResourceControllerOptions {
  /** Standard routes that the room writes itself: overriding one would silently delete it. */
  readonly except?: readonly StandardRoute[];
}

type RecordControllerClass<Entity extends RecordEntity> = abstract new (
  service: ResourceService<Entity>,
) => RecordController<Entity>;

/** The standard routes of a record type, as a base class for the room's controller. */
export function ResourceController<Entity extends RecordEntity>(
  descriptor: ResourceDescriptor<Entity>,
  options: ResourceControllerOptions = {},
): RecordControllerClass<Entity> {
  const { name, plural, dto, createDto, updateDto, policy } = descriptor;
  if (takesCustomFields(descriptor)) declareCustomFields(createDto, updateDto);
  const record = { response: dto, record: true } as const;
  const words = name.replaceAll('-', ' ');
  const aRecord = `${/^[aeiou]/u.test(words) ? 'an' : 'a'} ${words}`;
  const [one, many] = [pascalCase(name), pascalCase(plural)];
  const writable = new Set(fieldNames(createDto));
  const change = { ...record, readOnlyFields: fieldNames(dto).filter((field) => !writable.has(field)) };

  abstract class StandardController extends RecordController<Entity> {
    @Post()
    @Route({
      ...record,
      permission: `${plural}:create`,
      summary: `Create ${aRecord}`,
      operationId: `create${one}`,
      status: 201,
    })
    create(@Body() input: Partial<Entity>): Promise<RecordView> {
      return this.service.create(input);
    }

    @Get()
    @Route({
      permission: `${plural}:read`,
      summary: `List ${plural.replaceAll('-', ' ')}`,
      operationId: `list${many}`,
      response: pageOf(dto),
      openQuery: true,
      query: listParameters(policy),
    })
    list(@Query() query: Record<string, unknown>): Promise<Page<RecordView>> {
      return this.service.list(query);
    }

    @Get(':id')
    @Route({ ...record, permission: `${plural}:read`, summary: `Get ${aRecord}`, operationId: `get${one}` })
    get(@Param('id', ParseIdPipe) id: string): Promise<RecordView> {
      return this.service.get(id);
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
      summary: `Delete ${aRecord}; it can be restored`,
      operationId: `delete${one}`,
      status: 204,
    })
    remove(@Param('id', ParseIdPipe) id: string, @IfMatch() ifMatch?: number): Promise<void> {
      return this.service.remove(id, { ifMatch });
    }

    @Post(':id/restore')
    @Route({
      ...record,
      permission: `${plural}:delete`,
      summary: `Restore a deleted ${words}`,
      operationId: `restore${one}`,
    })
    restore(@Param('id', ParseIdPipe) id: string): Promise<RecordView> {
      return this.service.restore(id);
    }
  }
  // TypeScript erases the type parameter: without this a body is neither validated nor documented.
  const bodies = {
    create: [createDto],
    update: [String, updateDto, Number],
    replace: [String, createDto, Number],
  };
  for (const [route, types] of Object.entries(bodies)) {
    Reflect.defineMetadata('design:paramtypes', types, StandardController.prototype, route);
  }
  for (const route of options.except ?? []) Reflect.deleteProperty(StandardController.prototype, route);
  return StandardController;
}

/** `price-book` → `PriceBook`. */
function pascalCase(name: string): string {
  return name.replace(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

import { Body, Controller, Delete, Get, HttpCode, Injectable, Param, Post, Query } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DuplicateError, UnavailableError } from '../../src/kernel/errors.js';
import { currentContext } from '../../src/platform/context/request-context.js';
import { IntegerField } from '../../src/platform/http/fields/integer.field.js';
import { NestedField } from '../../src/platform/http/fields/nested.field.js';
import { TextField } from '../../src/platform/http/fields/text.field.js';
import { configureApplication, createFastifyAdapter } from '../../src/platform/http/fastify-application.js';
import { ParseIdPipe } from '../../src/platform/http/parse-id.pipe.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { createHttpCaller } from './http-caller.js';
import type { Answer, Call } from './http-caller.js';

class AddressDto {
  @TextField({ max: 20 })
  street!: string;
}

class ThingDto {
  @TextField({ max: 20, example: 'Ada' })
  name!: string;

  @IntegerField({ min: 0, max: 10, optional: true })
  count?: number;

  @NestedField(() => AddressDto, { optional: true })
  address?: AddressDto;

  @NestedField(() => AddressDto, { list: true, maxItems: 3, optional: true })
  places?: AddressDto[];
}

class ListQuery {
  @IntegerField({ min: 1, max: 200, optional: true, fromText: true })
  page?: number;
}

@Injectable()
class Things {
  traceId(): string {
    return currentContext().traceId;
  }
}

@Controller('things')
class ThingsController {
  constructor(private readonly things: Things) {}

  @Get()
  list(@Query() query: ListQuery) {
    return { items: [{ page: query.page ?? 1 }], page: 1, pageSize: 20, hasNextPage: false };
  }

  @Get('large')
  large() {
    return { text: 'x'.repeat(5_000) };
  }

  @Get('broken')
  broken(): never {
    throw new Error('the inner text');
  }

  @Get('away')
  away(): never {
    throw new UnavailableError('Try again', 3);
  }

  @Get('cut-off')
  cutOff(): never {
    throw Object.assign(new Error('terminating connection'), { code: '57P01' });
  }

  @Get('slow')
  slow(): Promise<never> {
    return new Promise(() => undefined);
  }

  @Get('raw-query')
  rawQuery(@Query() query: Record<string, unknown>) {
    return { query };
  }

  @Get(':id')
  one(@Param('id', ParseIdPipe) id: string) {
    return { id };
  }

  @Post()
  async create(@Body() body: ThingDto) {
    await Promise.resolve();
    return { name: body.name, traceId: this.things.traceId(), made: body instanceof ThingDto };
  }

  @Post('free')
  @HttpCode(200)
  free(@Body() body: unknown) {
    return { body: body ?? null };
  }

  @Post('bulk')
  bulk(@Body() body: Record<string, unknown>) {
    return { size: Object.keys(body).length };
  }

  @Post('duplicate')
  duplicate(): never {
    throw new DuplicateError('Taken', { details: [{ field: 'email', message: 'is taken' }] });
  }

  @Delete('anything')
  @HttpCode(204)
  remove(): void {
    return;
  }
}

@Controller('auth')
class AuthController {
  @Get('me')
  me() {
    return { me: true };
  }
}

@Controller('health')
class HealthController {
  @Get('live')
  live() {
    return { status: 'ok' };
  }
}

export interface EdgeApplication {
  /** The log, one JSON line each. */
  readonly lines: string[];
  call(call: Call | string): Promise<Answer>;
  /** POST with a JSON content type unless other headers are given. */
  post(url: string, payload: string | Buffer, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  close(): Promise<void>;
}

/** A small application with the whole HTTP edge before a few fake controllers, on a port of its own. */
export async function startEdgeApplication(): Promise<EdgeApplication> {
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } });
  const testing = await Test.createTestingModule({
    controllers: [ThingsController, AuthController, HealthController],
    providers: [Things],
  }).compile();
  const adapter = createFastifyAdapter({ logger, trustProxy: 1, handlerTimeoutMs: 1_000 });
  const app = testing.createNestApplication<NestFastifyApplication>(adapter, { logger: false });
  await configureApplication(app, {
    logger,
    corsOrigins: ['https://app.test'],
    outsidePrefix: ['health/live'],
  });
  await app.listen(0, '127.0.0.1');
  const call = createHttpCaller(await app.getUrl());
  const json = { 'content-type': 'application/json' };
  return {
    lines,
    call,
    post: (url, payload, headers = json) => call({ method: 'POST', url, payload, headers }),
    close: () => app.close(),
  };
}

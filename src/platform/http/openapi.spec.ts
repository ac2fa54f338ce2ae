import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Param, Patch, Post, Res } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiCreatedResponse, ApiOkResponse, PartialType } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import type { FastifyReply } from 'fastify';
import { createContractProof } from '../../../test/support/contract-proof.js';
import type { ContractProof } from '../../../test/support/contract-proof.js';
import { createHttpCaller } from '../../../test/support/http-caller.js';
import { createLogger } from '../logging/logger.js';
import { configureApplication, createFastifyAdapter } from './fastify-application.js';
import { DateTimeField } from './fields/date-time.field.js';
import { EnumField } from './fields/enum.field.js';
import { IdField } from './fields/id.field.js';
import { JsonObjectField } from './fields/json-object.field.js';
import { MoneyField } from './fields/money.field.js';
import { NestedField } from './fields/nested.field.js';
import { TextField } from './fields/text.field.js';
import { TextListField } from './fields/text-list.field.js';
import { buildOpenApiDocument } from './openapi.js';

class PartDto {
  @TextField({ max: 10 })
  label!: string;
}

class RecordDto {
  @IdField()
  id!: string;

  @TextField({ max: 50, nullable: true, description: 'What it is called', example: 'Acme' })
  name!: string | null;

  @EnumField(['New', 'Done'], { name: 'RecordStatus', nullable: true })
  status!: string | null;

  @MoneyField()
  amount!: number;

  @DateTimeField({ optional: true, readOnly: true })
  createdAt?: string;

  @TextListField({ maxItems: 3, max: 5 })
  tags!: string[];

  @JsonObjectField({ optional: true })
  customFields?: Record<string, unknown>;

  @NestedField(() => PartDto, { nullable: true })
  part!: PartDto | null;

  @NestedField(() => PartDto, { list: true })
  parts!: PartDto[];
}

class UpdateRecordDto extends PartialType(RecordDto, { skipNullProperties: false }) {}

const RECORD = {
  id: '0190b5a8-0000-7000-8000-000000000000',
  name: null,
  status: 'New',
  amount: 0.1,
  tags: ['a'],
  customFields: { any: { thing: 1 } },
  part: null,
  parts: [{ label: 'x' }],
};

@Controller('records')
class RecordsController {
  @Get(':id')
  @ApiOkResponse({ type: RecordDto })
  one(@Param('id') id: string) {
    if (id === 'large') return { ...RECORD, hidden: 'x'.repeat(5_000) };
    if (id === 'extra') return { ...RECORD, hidden: 1 };
    if (id === 'nested') return { ...RECORD, part: { label: 'x', more: 1 } };
    if (id === 'missing') return { ...RECORD, amount: undefined };
    if (id === 'typed') return { ...RECORD, status: 'Other' };
    return RECORD;
  }

  @Get('teapot/now')
  @ApiOkResponse({ type: RecordDto })
  teapot(@Res() reply: FastifyReply): void {
    void reply.code(418).send({ short: true });
  }

  @Post()
  @ApiCreatedResponse({ type: RecordDto })
  create(@Body() body: RecordDto) {
    return body;
  }

  @Patch(':id')
  @ApiOkResponse()
  update(@Body() body: UpdateRecordDto) {
    return body;
  }
}

let app: NestFastifyApplication;
let call: ReturnType<typeof createHttpCaller>;
let document: OpenAPIObject;
let attached: ContractProof;

beforeAll(async () => {
  const testing = await Test.createTestingModule({ controllers: [RecordsController] }).compile();
  const logger = createLogger({ level: 'silent' });
  app = testing.createNestApplication<NestFastifyApplication>(
    createFastifyAdapter({ logger, trustProxy: false }),
    {
      logger: false,
    },
  );
  await configureApplication(app, { logger, corsOrigins: [] });
  document = buildOpenApiDocument(app);
  attached = createContractProof(document);
  attached.attach(app.getHttpAdapter().getInstance());
  await app.listen(0, '127.0.0.1');
  call = createHttpCaller(await app.getUrl());
});

afterAll(() => app.close());

describe('the document', () => {
  it('has closed schemas, an open one where declared, and proper field schemas', () => {
    const schema = document.components?.schemas?.RecordDto;
    expect(schema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['id', 'name', 'status', 'amount', 'tags', 'part', 'parts'],
      properties: {
        id: { type: 'string', format: 'uuid' },
        name: {
          type: 'string',
          maxLength: 50,
          nullable: true,
          description: 'What it is called',
          example: 'Acme',
        },
        amount: { type: 'number', minimum: 0 },
        createdAt: { type: 'string', format: 'date-time', readOnly: true },
        tags: { type: 'array', maxItems: 3, items: { type: 'string', maxLength: 5 } },
        customFields: { type: 'object', additionalProperties: true },
        part: { nullable: true, allOf: [{ $ref: '#/components/schemas/PartDto' }] },
        parts: { type: 'array', items: { $ref: '#/components/schemas/PartDto' } },
      },
    });
    expect(document.components?.schemas).toMatchObject({
      RecordStatus: { type: 'string', enum: ['New', 'Done'] },
      UpdateRecordDto: { additionalProperties: false },
      Error: { additionalProperties: false },
    });
  });

  it('has the security schemes there are, and the error answers on every operation', () => {
    expect(Object.keys(document.components?.securitySchemes ?? {})).toEqual(['bearer', 'apiKey', 'cookie']);
    const operations = Object.values(document.paths).flatMap((path) => [path.get, path.post, path.patch]);
    for (const operation of operations.filter((entry) => entry !== undefined)) {
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['400', '401', '404', '500']));
    }
  });
});

describe('the proof', () => {
  let before = 0;
  const added = () => attached.violations.slice(before);

  beforeEach(() => {
    before = attached.violations.length;
  });

  it.each([
    '/api/records/1',
    '/api/v1/records/1',
    '/api/records/1?envelope=true',
    '/api/records/1?envelope=maybe',
  ])('finds nothing in %s', async (url) => {
    const seen = attached.checked;
    await call(url);
    expect(added()).toEqual([]);
    expect(attached.checked).toBe(seen + 1);
  });

  it.each([
    ['/api/records/extra', 'must NOT have additional properties'],
    ['/api/v1/records/extra?envelope=true', 'must NOT have additional properties'],
    ['/api/records/nested', 'must'],
    ['/api/records/missing', "must have required property 'amount'"],
    ['/api/records/typed', 'must'],
    ['/api/records/teapot/now', 'the status is not documented'],
  ])('finds the fault planted in %s', async (url, fault) => {
    await call(url);
    expect(added()).toEqual([expect.stringContaining(fault)]);
  });

  it('looks at an answer before it is compressed', async () => {
    const answer = await call({ url: '/api/records/large', headers: { 'accept-encoding': 'gzip' } });
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(added()).toEqual([expect.stringContaining('must NOT have additional properties')]);
  });

  it('finds a route and a body that are not documented', () => {
    const proof = createContractProof(document);
    const answer = {
      method: 'GET',
      status: 200,
      body: '{}',
      contentType: 'application/json',
      isEnvelope: false,
    };
    proof.check({ ...answer, routePath: '/api/other' });
    proof.check({ ...answer, method: 'PATCH', routePath: '/api/v1/records/:id' });
    proof.check({ ...answer, routePath: '/api/records/:id', contentType: '', body: '' });
    expect(proof.violations).toEqual([
      'GET /api/other 200: the route is not documented',
      'PATCH /api/records/{id} 200: a body came where none is documented',
      'GET /api/records/{id} 200: no JSON came where it is documented',
    ]);
  });
});

describe('a partial DTO', () => {
  const patch = (payload: string) =>
    call({
      method: 'PATCH',
      url: '/api/records/1',
      payload,
      headers: { 'content-type': 'application/json' },
    });

  it('lets absent fields and nullable nulls through, and no other null', async () => {
    expect((await patch('{}')).json()).toEqual({});
    expect((await patch('{"name":null,"part":null}')).json()).toEqual({ name: null, part: null });
    const answer = await patch('{"amount":null,"tags":null,"createdAt":null}');
    expect(answer.statusCode).toBe(422);
    expect(answer.json().error.details).toEqual([
      { field: 'amount', message: 'must not be null' },
      { field: 'createdAt', message: 'must not be null' },
      { field: 'tags', message: 'must not be null' },
    ]);
  });

  it('still transforms', async () => {
    expect((await patch('{"name":" a ","tags":["x"," x "]}')).json()).toEqual({ name: 'a', tags: ['x'] });
  });
});

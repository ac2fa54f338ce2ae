import { describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { buildOpenApiDocument } from '../../src/platform/http/openapi.js';
import { createContractProof } from '../support/contract-proof.js';
import { listRoutes } from '../support/routes.js';
import { useTestProduct } from '../support/use-test-product.js';

type Schema = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Paths of the object schemas that would let any member through. */
function openSchemas(schema: unknown, path: string): string[] {
  if (!isObject(schema) || '$ref' in schema) return [];
  // A nullable reference stands in `allOf`: what it refers to closes it.
  const isClosedElsewhere = 'allOf' in schema;
  const isOpen =
    schema['type'] === 'object' && !isClosedElsewhere && (schema['additionalProperties'] ?? true) === true;
  const below = Object.entries(schema).flatMap(([keyword, value]) =>
    openSchemas(value, `${path}/${keyword}`),
  );
  return isOpen ? [path, ...below] : below;
}

/** Operations, as `get /api/leads`. */
function operations(document: OpenAPIObject): [string, Schema][] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Schema] => [
      `${method} ${path}`,
      isObject(operation) ? operation : {},
    ]),
  );
}

/** The parameters of an operation, by `query score`. */
function parametersOf(document: OpenAPIObject, name: string): Record<string, Schema> {
  const [, operation] = operations(document).find(([candidate]) => candidate === name) ?? [];
  const parameters = (operation?.['parameters'] ?? []) as Schema[];
  return Object.fromEntries(
    parameters.map((parameter) => [`${String(parameter['in'])} ${String(parameter['name'])}`, parameter]),
  );
}

describe('the OpenAPI document of the product', () => {
  const { product, api } = useTestProduct();
  const document = () => buildOpenApiDocument(product().app);

  it('has closed schemas only', () => {
    const schemas = Object.entries(document().components?.schemas ?? {});
    expect(schemas.length).toBeGreaterThan(10);
    expect(schemas.flatMap(([name, schema]) => openSchemas(schema, name))).toEqual([]);
    const inline = operations(document()).flatMap(([name, operation]) => openSchemas(operation, name));
    expect(inline).toEqual([]);
  });

  it('names each operation once, and says what it answers and whom it lets', () => {
    const all = operations(document());
    const ids = all.map(([, operation]) => operation['operationId']);
    expect(new Set(ids).size).toBe(all.length);
    for (const [name, operation] of all) {
      expect(operation).toMatchObject({ summary: expect.any(String), description: expect.any(String) });
      const statuses = Object.keys(operation['responses'] as Schema);
      expect({ name, success: statuses.some((status) => /^2/.test(status)) }).toEqual({
        name,
        success: true,
      });
      expect(statuses).toEqual(
        expect.arrayContaining(['400', '401', '403', '404', '429', '500', '503', '504']),
      );
    }
  });

  it('names each operation as a method of a client would be called', () => {
    const ids = operations(document()).map(([, operation]) => String(operation['operationId']));
    expect(ids.filter((id) => !/^[a-z][a-zA-Z]+$/.test(id))).toEqual([]);
    expect(ids).toEqual(
      expect.arrayContaining(['createLead', 'listLeads', 'updateWebhook', 'listWebhookDeliveries', 'login']),
    );
  });

  it('asks no client for a header, and gives each query parameter a type', () => {
    const parameters = operations(document()).flatMap(([, operation]) => operation['parameters'] as Schema[]);
    const required = parameters.filter((parameter) => parameter['required'] === true);
    expect(new Set(required.map((parameter) => parameter['in']))).toEqual(new Set(['path']));
    const pageSizes = parameters.filter(({ name }) => name === 'pageSize');
    expect(pageSizes.length).toBeGreaterThan(3);
    // Whatever is costly to show has shorter pages.
    for (const { schema } of pageSizes)
      expect([{ maximum: 50 }, { maximum: 200 }]).toContainEqual({
        maximum: Reflect.get(Object(schema), 'maximum'),
      });
  });

  it('shows the filters of a list with their operators, and what it may be sorted by', () => {
    const found = parametersOf(document(), 'get /api/leads');
    const text = { type: 'string' };
    const { anyOf: sorts } = found['query sortBy']?.['schema'] as { anyOf: { enum?: string[] }[] };
    expect(sorts[0]?.enum).toContain('score');
    expect(found['query score']).toMatchObject({
      style: 'deepObject',
      schema: { anyOf: [text, { type: 'object', properties: { gte: { type: 'number' }, in: text } }] },
    });
    expect(found['query status']).toMatchObject({ description: expect.stringContaining('Qualified') });
  });

  it('shows the headers that make a request conditional or repeatable', () => {
    expect(Object.keys(parametersOf(document(), 'get /api/leads/{id}'))).toContain('header If-None-Match');
    for (const name of ['patch /api/leads/{id}', 'put /api/webhooks/{id}']) {
      expect(Object.keys(parametersOf(document(), name))).toEqual(
        expect.arrayContaining(['header If-Match', 'header Idempotency-Key']),
      );
    }
    expect(Object.keys(parametersOf(document(), 'delete /api/leads/{id}'))).toContain('header If-Match');
    expect(Object.keys(parametersOf(document(), 'post /api/leads'))).toEqual([
      'query dryRun',
      'query allowDuplicates',
      'header Idempotency-Key',
    ]);
  });

  it('requires of a new record only what the product requires', () => {
    const { CreateLeadDto, CreateWebhookDto } = document().components?.schemas ?? {};
    // A default would make generators require the field, and would be untrue of PATCH.
    expect(JSON.stringify([CreateLeadDto, CreateWebhookDto])).not.toContain('"default"');
  });

  it('marks exactly the public routes as open', () => {
    const open = operations(document())
      .filter(([, operation]) => (operation['security'] as unknown[] | undefined)?.length === 0)
      .map(([name]) => name);
    const isPublic = listRoutes(product().app).filter(({ options }) => options?.permission === 'public');
    const names = isPublic.map(
      ({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`,
    );
    expect(open.sort()).toEqual(names.sort());
  });

  it('is what answers are held against: a planted field, type or status is a violation', async () => {
    const admin = await api().register();
    const { body } = await admin.post('/api/leads', { body: { lastName: 'Doe' } });
    const proof = createContractProof(document());
    const check = (status: number, planted: Record<string, unknown>) =>
      proof.check({
        method: 'POST',
        routePath: '/api/leads',
        status,
        body: JSON.stringify({ ...body, ...planted }),
        contentType: 'application/json',
        isEnvelope: false,
      });
    check(201, {});
    expect(proof.violations).toEqual([]);
    check(201, { passwordHash: 'x' });
    check(201, { version: '1' });
    check(201, { status: 'Sold' });
    check(202, {});
    expect(proof.violations).toHaveLength(4);
  });
});

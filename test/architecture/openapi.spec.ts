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
  const isOpen = schema['type'] === 'object' && (schema['additionalProperties'] ?? true) === true;
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

  it('marks exactly the public routes as open', () => {
    const open = operations(document())
      .filter(([, operation]) => (operation['security'] as unknown[] | undefined)?.length === 0)
      .map(([name]) => name);
    const isPublic = listRoutes(product().app).filter(({ options }) => options?.permission === 'public');
    const names = isPublic.map(({ method, path }) => `${method.toLowerCase()} ${path}`);
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

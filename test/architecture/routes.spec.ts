import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildOpenApiDocument } from '../../src/platform/http/openapi.js';
import { RecordController } from '../../src/platform/resource/record-controller.js';
import { listRoutes, type ProductRoute } from '../support/routes.js';
import { useTestProduct } from '../support/use-test-product.js';

const FIXTURE = join(import.meta.dirname, 'fixtures', 'routes.txt');
const PERMISSION = /^[a-z]+(-[a-z]+)*:[a-z]+(-[a-z]+)*$/;

/** Everybody; whoever is known; people who are logged in; the holder of the operator token. */
const SPECIAL = new Set(['public', 'authenticated', 'session', 'operator']);

/** What every record resource answers, below its own path. */
const STANDARD = [
  'GET ',
  'POST ',
  'GET /:id',
  'PATCH /:id',
  'PUT /:id',
  'DELETE /:id',
  'POST /:id/restore',
  'GET /:id/history',
  'POST /:id/revert',
  'GET /:id/timeline',
  'POST /search',
] as const;
const BULK = ['POST /bulk', 'PATCH /bulk', 'PUT /bulk', 'DELETE /bulk'] as const;
/** Whose writes are each a matter of its own. */
const NOT_BY_BULK = new Set([
  '/api/api-keys',
  '/api/attachments',
  '/api/business-hours',
  '/api/pipelines',
  '/api/roles',
  '/api/sla-policies',
  '/api/teams',
  '/api/webhooks',
]);

/** What the product alone writes. */
const WRITTEN_BY_NOBODY = new Set(['/api/sla-targets']);
const READING = ['GET ', 'GET /:id', 'GET /:id/history', 'GET /:id/timeline', 'POST /search'] as const;

/** Made at another path: a file comes with the record that it hangs on. */
const MADE_ELSEWHERE = new Set(['/api/attachments']);

function nameOf({ method, path }: ProductRoute): string {
  return `${method} ${path}`;
}

describe('the routes of the product', () => {
  const { product, api } = useTestProduct();
  const routes = () => listRoutes(product().app);

  it('declare a permission each, or say that they are public', () => {
    const undeclared = routes().filter(({ options }) => {
      const permission = options?.permission ?? '';
      return !SPECIAL.has(permission) && !PERMISSION.test(permission);
    });
    expect(undeclared.map(nameOf)).toEqual([]);
    expect(routes().length).toBeGreaterThan(20);
  });

  it('are the committed ones, with the committed permissions', () => {
    const lines = routes().map((route) => `${nameOf(route)} ${route.options?.permission}\n`);
    // A new route belongs into the file: whoever adds it, and whoever reviews it, sees what it lets whom do.
    expect(lines.join('')).toBe(readFileSync(FIXTURE, 'utf8'));
  });

  it('are each declared once', () => {
    const names = routes().map((route) => nameOf(route).replaceAll(/:\w+/g, ':'));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('include every standard route of every record resource', () => {
    const controllers = [...new Set(routes().map(({ controller }) => controller))].filter(
      ({ prototype }) => prototype instanceof RecordController,
    );
    expect(controllers.length).toBeGreaterThan(1);
    for (const controller of controllers) {
      const own = routes().filter((route) => route.controller === controller);
      const root = own.map(({ path }) => path).sort((one, other) => one.length - other.length)[0] ?? '';
      const expected = WRITTEN_BY_NOBODY.has(root)
        ? READING
        : NOT_BY_BULK.has(root)
          ? STANDARD
          : [...STANDARD, ...BULK];
      const missing = expected.filter((standard) => {
        if (standard === 'POST ' && MADE_ELSEWHERE.has(root)) return false;
        const [method = '', below = ''] = standard.split(' ');
        return !own.some((route) => route.method === method && route.path === root + below);
      });
      expect({ root, missing }).toEqual({ root, missing: [] });
    }
  });

  it('are all in the OpenAPI document, and nothing else is', () => {
    const { paths } = buildOpenApiDocument(product().app);
    const documented = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const declared = routes()
      .filter(({ options }) => options?.permission !== 'operator')
      .map((route) => nameOf(route).replaceAll(/:(\w+)/g, '{$1}'));
    expect(documented.sort()).toEqual(declared.sort());
  });

  it('leave no other address answered', async () => {
    expect((await api().get('/api/leads')).status).toBe(401);
    for (const path of ['/api', '/api/', '/api/nothing', '/api/leads/x/y/z', '/leads', '/']) {
      expect(await api().get(path)).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../support/api-client.js';
import { startTestProduct, type TestProduct } from '../support/test-product.js';

const OPERATOR_TOKEN = 'operator-0123456789-abcdefghijklmnop';

async function scrape(product: TestProduct, token?: string): Promise<{ response: Response; text: string }> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${product.url}/metrics`, { headers });
  return { response, text: await response.text() };
}

describe('operator routes', () => {
  let product: TestProduct;

  beforeAll(async () => {
    product = await startTestProduct({ OPERATOR_TOKEN });
  });

  afterAll(async () => {
    await product.close();
    expect(product.proof.violations).toEqual([]);
  });

  it('show figures by route pattern, without ids, to the operator', async () => {
    const api = await new ApiClient(product.url).register();
    const lead = await api.post<{ id: string }>('/api/leads', { body: { lastName: 'Doe' } });
    await api.get(`/api/leads/${lead.body.id}`);
    await api.get('/no/such/path');

    const { response, text } = await scrape(product, OPERATOR_TOKEN);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toContain(
      'http_request_duration_seconds_count{method="GET",route="/api/leads/:id",status="2xx"} 1',
    );
    expect(text).toContain(
      'http_request_duration_seconds_count{method="GET",route="unknown",status="4xx"} 1',
    );
    expect(text).toMatch(/^crm_tenant_connections_open [1-9]/m);
    expect(text).toContain('crm_queue_store_info{store="postgres"} 1');
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).not.toContain(lead.body.id);
  });

  it('refuse everybody else, an Admin included', async () => {
    const api = await new ApiClient(product.url).register();
    for (const token of [undefined, 'wrong', `${OPERATOR_TOKEN}x`, api.tenant.token]) {
      const { response, text } = await scrape(product, token);
      expect(response.status).toBe(401);
      expect(JSON.parse(text).error.code).toBe('INVALID_TOKEN');
    }
  });

  it('are no part of the API that tenants see', async () => {
    const document = await new ApiClient(product.url).get<{ paths: Record<string, unknown> }>(
      '/api/openapi.json',
    );
    expect(Object.keys(document.body.paths)).toContain('/api/leads');
    expect(JSON.stringify(document.body)).not.toContain('metrics');
  });
});

describe('operator routes without an operator token in the settings', () => {
  it('do not exist', async () => {
    // Development generates one.
    const product = await startTestProduct({
      NODE_ENV: 'production',
      MIGRATE_ON_START: 'true',
      HOST: '127.0.0.1',
    });
    try {
      expect((await scrape(product)).response.status).toBe(404);
      expect((await scrape(product, OPERATOR_TOKEN)).response.status).toBe(404);
    } finally {
      await product.close();
    }
  });
});

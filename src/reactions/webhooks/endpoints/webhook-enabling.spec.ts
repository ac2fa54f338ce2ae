import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ApiClient } from '../../../../test/support/api-client.js';
import { TenantCore } from '../../../../test/support/tenant-core.js';
import { WebhookBench } from '../../../../test/support/webhook-bench.js';
import { TenantDirectory } from '../../../platform/context/tenant-directory.js';

const KNOW = `INSERT INTO webhook_endpoint_health (endpoint_id, failed_attempts) VALUES ($1, 20)
  ON CONFLICT (endpoint_id) DO UPDATE SET failed_attempts = 20`;
const KNOWN = 'SELECT 1 FROM webhook_endpoint_health WHERE endpoint_id = $1';

let core: TenantCore;

beforeAll(async () => {
  core = await TenantCore.start();
});

afterAll(() => core.close());

it('an endpoint that is enabled again is judged anew; any other change leaves what is known of it', async () => {
  const bench = new WebhookBench(await new ApiClient(core.product.url).register());
  const { id } = await bench.endpoint('https://example.com/hook');
  const tenant = await core.app.get(TenantDirectory).find(bench.api.tenant.tenantId);
  if (tenant === undefined) throw new Error('no tenant');
  const query = (text: string) =>
    core.within(tenant, () => core.database.query<Record<string, unknown>>({ text, values: [id] }));
  const path = `/api/webhooks/${id}`;
  const changes: [string, () => Promise<unknown>, number][] = [
    ['another word', () => bench.api.patch(path, { body: { description: 'x' } }), 1],
    ['disabled', () => bench.api.post(`${path}/disable`), 1],
    ['enabled', () => bench.api.post(`${path}/enable`), 0],
    ['enabled once more', () => bench.api.post(`${path}/enable`), 1],
    ['disabled by PATCH', () => bench.api.patch(path, { body: { enabled: false } }), 1],
    ['enabled by PATCH', () => bench.api.patch(path, { body: { enabled: true } }), 0],
    ['deleted', () => bench.api.delete(path), 1],
    ['restored', () => bench.api.post(`${path}/restore`), 0],
  ];
  const left: [string, number][] = [];
  for (const [name, change] of changes) {
    await query(KNOW);
    await change();
    left.push([name, (await query(KNOWN)).length]);
  }
  expect(left).toEqual(changes.map(([name, , count]) => [name, count]));
});

import { jest } from '@jest/globals';
import { Clock } from '../../src/kernel/clock.js';
import { runInContext } from '../../src/platform/context/request-context.js';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import type { ApiClient, RegisteredTenant } from './api-client.js';
import { eventually } from './eventually.js';
import { made } from './route-case.js';
import type { TestProduct } from './test-product.js';

const HOURS = 2 * 3_600_000;
const TOLD = `SELECT FROM journal WHERE type = $1 AND record ->> 'recordId' = $2`;

/** Everything that can be told of a promise: what is promised of a lead is warned of, broken, told, kept late, and erased. */
export async function breakPromise(
  { app }: TestProduct,
  admin: ApiClient & { readonly tenant: RegisteredTenant },
): Promise<void> {
  const tenant = await app.get(TenantDirectory).find(admin.tenant.tenantId);
  const escalations = [{ at: 'breach', actions: [{ type: 'notify', owner: true }] }];
  await made(admin, '/api/sla-policies', {
    ...{ name: 'Promise', resource: 'lead', targets: [{ firstResponse: 60 }], warning: { percent: 50 } },
    ...{ escalations, conditions: { field: 'source', value: 'Promised' } },
  });
  const id = await made(admin, '/api/leads', { lastName: 'Promised', source: 'Promised' });
  const told = (event: string) =>
    eventually(event, async () => {
      const work = () => app.get(TenantDatabase).query({ text: TOLD, values: [event, id] });
      return (await runInContext({ traceId: 'spec', tenant }, work)).length > 0;
    });
  await told('sla-target.created');
  await admin.patch(`/api/leads/${id}`, { body: { ownerId: admin.tenant.userId } });
  await told('sla-target.updated');
  const clock = jest.spyOn(app.get(Clock), 'now');
  clock.mockImplementation(() => new Date(Date.now() + HOURS));
  await told('sla-target.escalated');
  clock.mockRestore();
  await admin.patch(`/api/leads/${id}`, { body: { firstContactAt: new Date().toISOString() } });
  await told('sla-target.met');
  await admin.delete(`/api/leads/${id}?permanent=true`);
  await told('sla-target.erased');
}

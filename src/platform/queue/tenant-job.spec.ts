import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/support/eventually.js';
import { TenantCore } from '../../../test/support/tenant-core.js';
import type { Actor } from '../context/actor.js';
import { currentContext, type RequestContext, runInContext } from '../context/request-context.js';
import type { TenantReference } from '../context/tenant-reference.js';
import { JobHost } from './job-host.js';
import { JobQueues } from './job-queues.js';
import { TenantJob, type TenantJobData } from './tenant-job.js';

const ACTOR: Actor = { kind: 'user', id: '0190b2a0-0000-7000-8000-000000000001', role: 'Manager' };

class SampleJob extends TenantJob<TenantJobData> {
  readonly contexts: RequestContext[] = [];

  enqueue(tenantId: string): Promise<void> {
    return this.add([{ tenantId }], []);
  }

  protected handle(): Promise<void> {
    this.contexts.push(currentContext());
    return Promise.resolve();
  }
}

describe('TenantJob', () => {
  let core: TenantCore;
  let tenant: TenantReference;
  let job: SampleJob;

  beforeAll(async () => {
    core = await TenantCore.start();
    tenant = await core.newTenant();
    job = new SampleJob('sample', 1, core.app.get(JobHost));
    core.app.get(JobQueues).startWorkers();
  });

  afterAll(() => core.close());

  it('restores tenant, actor and trace of whoever added it', async () => {
    await runInContext({ traceId: 'a'.repeat(32), tenant, actor: ACTOR }, () => job.enqueue(tenant.id));
    await eventually('the job ran', () => job.contexts.length === 1);
    expect(job.contexts[0]).toMatchObject({ traceId: 'a'.repeat(32), tenant, actor: ACTOR });
  });

  it('runs as the product itself when nobody is in the context, and not for a tenant that is gone', async () => {
    await job.enqueue('0190b2a0-0000-7000-8000-000000000002');
    await job.enqueue(tenant.id);
    await eventually('the second job ran', () => job.contexts.length === 2);
    expect(job.contexts[1]).toMatchObject({ traceId: 'sample', tenant, actor: { kind: 'system' } });
  });
});

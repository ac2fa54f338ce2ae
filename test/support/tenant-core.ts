import type { INestApplicationContext } from '@nestjs/common';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { SYSTEM_ACTOR } from '../../src/platform/context/actor.js';
import { runInContext } from '../../src/platform/context/request-context.js';
import type { TenantReference } from '../../src/platform/context/tenant-reference.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { BackgroundWork } from '../../src/platform/runtime/background-work.js';
import { ApiClient } from './api-client.js';
import { startTestProduct, type TestProduct } from './test-product.js';

/** The product's inner parts on a real server, for specs below HTTP. No worker runs unless the settings say so. */
export class TenantCore {
  private constructor(readonly product: TestProduct) {}

  static async start(settings: Readonly<Record<string, string>> = {}, url?: string): Promise<TenantCore> {
    return new TenantCore(await startTestProduct({ WORKERS: 'none', ...settings }, url));
  }

  get app(): INestApplicationContext {
    return this.product.app;
  }

  get database(): TenantDatabase {
    return this.app.get(TenantDatabase);
  }

  /** A registered tenant with a database of its own, and nothing of the registration still to be written. */
  async newTenant(): Promise<TenantReference> {
    const { tenant } = await new ApiClient(this.product.url).register();
    // The timer of its audit entries marks the tenant after the answer: in the middle of a spec, if nobody waits.
    await this.app.get(BackgroundWork).settle();
    const reference = await this.app.get(TenantDirectory).find(tenant.tenantId);
    if (reference === undefined) throw new Error('The new tenant is not found');
    return reference;
  }

  /** Runs work as a job of this tenant would. */
  within<Result>(tenant: TenantReference, work: () => Promise<Result>): Promise<Result> {
    return runInContext({ traceId: 'spec', tenant, actor: SYSTEM_ACTOR }, work);
  }

  close(): Promise<void> {
    return this.product.close();
  }
}

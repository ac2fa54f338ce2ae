import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TenantCore } from '../../../test/support/tenant-core.js';
import { TestClock } from '../../../test/support/test-clock.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { TenantReference } from '../../platform/context/tenant-reference.js';
import { ControlDatabase } from '../../platform/database/control-database.js';
import { DEFAULT_SETTINGS } from './settings.js';
import { TenantPolicies } from './tenant-policies.js';
import { TenantSettings } from './tenant-settings.js';

describe('TenantSettings', () => {
  let core: TenantCore;
  let tenant: TenantReference;
  let here: TenantSettings;

  beforeAll(async () => {
    core = await TenantCore.start();
    here = core.app.get(TenantSettings);
  });

  beforeEach(async () => {
    tenant = await core.newTenant();
  });

  afterAll(() => core.close());

  function within<Result>(work: () => Promise<Result>): Promise<Result> {
    return core.within(tenant, work);
  }

  function projection(): Promise<{ version: number; rules: unknown; origins: string[] }[]> {
    return core.app.get(ControlDatabase).query(
      `SELECT settings_version AS version, password AS rules,
         ARRAY(SELECT origin FROM tenant_origins o WHERE o.tenant_id = p.tenant_id ORDER BY origin) AS origins
       FROM tenant_policies p WHERE tenant_id = $1`,
      [tenant.id],
    );
  }

  it('shows a change at once where it was made, and within a second in another process', async () => {
    const clock = new TestClock();
    const policies = core.app.get(TenantPolicies);
    const elsewhere = new TenantSettings(core.database, policies, core.app.get(AuditTrail), clock);
    expect(await within(() => elsewhere.current())).toEqual(DEFAULT_SETTINGS);
    await within(() => here.current());
    await within(() => here.update({ currency: 'EUR' }));
    expect(await within(() => here.current())).toMatchObject({ currency: 'EUR', locale: 'en-US' });
    clock.advance(999);
    expect(await within(() => elsewhere.current())).toMatchObject({ currency: 'USD' });
    clock.advance(1);
    expect(await within(() => elsewhere.current())).toMatchObject({ currency: 'EUR' });
  });

  it('is not changed, nor its copy, by work that is rolled back', async () => {
    const failing = within(() =>
      core.database.transaction(async () => {
        await here.update({ currency: 'EUR' });
        throw new Error('planted');
      }),
    );
    await expect(failing).rejects.toThrow('planted');
    expect(await within(() => here.get())).toMatchObject({ currency: 'USD', version: 1 });
    // The copy is ahead of what was lost, as a crash between the two commits would leave it; the next change mends it.
    const origin = 'https://app.example.com';
    await within(() => here.update({ allowedOrigins: [origin] }));
    expect(await projection()).toMatchObject([{ version: 2, origins: [origin] }]);
  });

  it('keeps a copy in the control database that never goes back', async () => {
    const passwordPolicy = { ...DEFAULT_SETTINGS.passwordPolicy, minimumLength: 20 };
    const origins = ['https://a.example.com', 'https://b.example.com'];
    await within(() => here.update({ allowedOrigins: origins, passwordPolicy }));
    const late = { ...DEFAULT_SETTINGS, allowedOrigins: ['https://old.example.com'] };
    await core.app.get(TenantPolicies).project(tenant.id, 1, late);
    expect(await projection()).toEqual([{ version: 2, rules: passwordPolicy, origins }]);
    await within(() => here.update({ allowedOrigins: [] }));
    expect(await projection()).toEqual([{ version: 3, rules: passwordPolicy, origins: [] }]);
  });
});
